import asyncio


def count(number):
    print(number)
    if number > 1:
        loop.call_later(1, count, number - 1)
    else:
        loop.stop()


loop = asyncio.new_event_loop()
loop.call_soon(count, 3)
loop.run_forever()
loop.close()
