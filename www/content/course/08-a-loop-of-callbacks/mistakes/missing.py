import asyncio

loop = asyncio.new_event_loop()
for second, word in enumerate((3, 2, 1, "go")):
    loop.call_later(second, print, word)
loop.call_later(2.5, loop.stop)
loop.run_forever()
loop.close()
