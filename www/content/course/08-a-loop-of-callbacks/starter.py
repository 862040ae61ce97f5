import asyncio


def count(number):
    print(number)


loop = asyncio.new_event_loop()
loop.call_soon(count, 3)
loop.run_forever()
loop.close()
