import asyncio

loop = asyncio.new_event_loop()
loop.call_soon(print, 3)
loop.call_later(1, print, 2)
loop.call_later(1, print, 1)
loop.call_later(1, print, "go")
loop.call_later(2, loop.stop)
loop.run_forever()
loop.close()
