import asyncio


def count(number):
    if number == 0:
        print("go")
        loop.call_soon(loop.stop)
    else:
        print(number)
        loop.call_later(1, count(number - 1))


loop = asyncio.new_event_loop()
loop.call_soon(count, 3)
loop.run_forever()
loop.close()
