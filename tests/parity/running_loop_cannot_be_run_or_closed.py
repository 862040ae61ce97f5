"""A loop that runs refuses to be run again or closed, and no second one may run inside it."""

import asyncio


async def nothing():
    pass


async def main():
    loop = asyncio.get_running_loop()
    print("running:", loop.is_running())
    for name, action in (
        ("run_forever", loop.run_forever),
        ("close", loop.close),
    ):
        try:
            action()
        except RuntimeError as error:
            print(f"{name}: {error}")

    coro = nothing()
    try:
        asyncio.run(coro)
    except RuntimeError as error:
        print("asyncio.run:", error)
    coro.close()

    other = asyncio.new_event_loop()
    try:
        other.run_forever()
    except RuntimeError as error:
        print("another loop:", error)
    other.close()
    return "still fine"


print(asyncio.run(main()))
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print("outside:", error)
