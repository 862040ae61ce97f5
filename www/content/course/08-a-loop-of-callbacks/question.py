import asyncio


def first():
    loop.call_soon(print, "1")
    print("2")


loop = asyncio.new_event_loop()
loop.call_later(1, print, "3")
loop.call_later(2, loop.stop)
loop.call_soon(first)
loop.call_soon(print, "4")
print("5")
loop.run_forever()
loop.close()
