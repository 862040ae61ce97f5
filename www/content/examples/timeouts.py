"""Waiting, but not for ever: asyncio.timeout and wait_for."""

import asyncio


async def bus(line, delay):
    try:
        await asyncio.sleep(delay)
        return f"bus {line}"
    except asyncio.CancelledError:
        print(f"  bus {line}: nobody at the stop any more")
        raise                            # after cleaning up, let the cancellation go on


async def main():
    # Around a whole block: everything inside has 0.5 s together.
    try:
        async with asyncio.timeout(0.5):
            print("caught", await bus(1, 0.3))
            print("caught", await bus(2, 0.3))
    except TimeoutError:
        print("no time for the second one")

    # Around one awaitable.
    try:
        print("caught", await asyncio.wait_for(bus(3, 2), timeout=0.4))
    except TimeoutError:
        print("I walk")

    # A deadline can be moved while you wait.
    async with asyncio.timeout(0.3) as patience:
        print("it rains; I wait longer")
        patience.reschedule(patience.when() + 1)
        print("caught", await bus(4, 0.6))


asyncio.run(main())
