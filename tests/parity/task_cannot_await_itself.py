"""A task that awaits itself would wait for ever, so it is told instead."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    box = []

    async def selfish():
        await asyncio.sleep(0)
        await box[0]

    box.append(asyncio.create_task(selfish()))
    try:
        await box[0]
    except RuntimeError as error:
        print(str(error).split(":")[0])

    # A future of another loop would never wake it either.
    other = asyncio.new_event_loop()
    foreign = other.create_future()

    async def stranger():
        await foreign

    try:
        await asyncio.create_task(stranger())
    except RuntimeError as error:
        print("attached to a different loop" in str(error))
    other.close()

    # And a coroutine can be awaited once only.
    async def once():
        return 1

    coro = once()
    print(await coro)
    try:
        await coro
    except RuntimeError as error:
        print(error)


asyncio.run(main())
