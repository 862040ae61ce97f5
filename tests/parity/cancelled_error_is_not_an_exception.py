"""`except Exception` lets a cancellation pass: CancelledError derives from BaseException."""

import asyncio


async def careless(name):
    while True:
        try:
            await asyncio.get_running_loop().create_future()
        except Exception as error:
            print(name, "caught", error)


async def main():
    print([cls.__name__ for cls in asyncio.CancelledError.__mro__])
    print("TimeoutError is the built-in one:", asyncio.TimeoutError is TimeoutError)
    task = asyncio.create_task(careless("careless"))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled, in spite of `except Exception`")
    print([cls.__name__ for cls in asyncio.InvalidStateError.__mro__])
    print([cls.__name__ for cls in asyncio.QueueEmpty.__mro__])


asyncio.run(main())
