import asyncio

def second():
    print("second")
    loop.call_soon(print, "in the next turn")

loop = asyncio.new_event_loop()
loop.call_later(2, print, "two seconds later")
loop.call_later(3, loop.stop)
loop.call_soon(print, "first")
loop.call_soon(second)

print("now the loop runs")
loop.run_forever()
loop.close()
