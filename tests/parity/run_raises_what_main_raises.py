"""asyncio.run gives main's result or raises its exception, a CancelledError included."""

import asyncio


async def returns():
    return "value"


async def raises():
    raise LookupError("from main")


async def cancels_itself():
    asyncio.current_task().cancel("self")
    await asyncio.sleep(0)


async def swallows():
    asyncio.current_task().cancel()
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        pass
    return "swallowed"


for main in (returns, raises, cancels_itself, swallows):
    try:
        print(main.__name__, "->", asyncio.run(main()))
    except (LookupError, asyncio.CancelledError) as error:
        print(main.__name__, "-> raised", type(error).__name__, error.args)
    try:
        asyncio.get_running_loop()
    except RuntimeError as error:
        print("   ", error)
