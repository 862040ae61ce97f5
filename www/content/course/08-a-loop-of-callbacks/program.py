import asyncio


def second():
    print("B")
    loop.call_soon(print, "D")


loop = asyncio.new_event_loop()
loop.call_later(2, print, "E")
loop.call_later(3, loop.stop)
loop.call_soon(print, "A")
loop.call_soon(second)
loop.call_soon(print, "C")

print("run")
loop.run_forever()
loop.close()
