import asyncio


def count(number):
    if number == 0:
        print("go")
        loop.stop()
    else:
        print(number)
        loop.call_soon(count, number - 1)


loop = asyncio.new_event_loop()
loop.call_soon(count, 3)
loop.run_forever()
loop.close()
