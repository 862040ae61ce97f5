"""asyncio.timeout cancels the task inside the block and raises TimeoutError at its end."""

import asyncio


async def main():
    try:
        async with asyncio.timeout(0.03) as cm:
            print("expired:", cm.expired())
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError as error:
                print("inside: CancelledError")
                raise
    except TimeoutError as error:
        print("outside: TimeoutError", error.args, "cause:", type(error.__cause__).__name__)
    print("expired:", cm.expired())
    print("requests left on the task:", asyncio.current_task().cancelling())

    async with asyncio.timeout(1000) as cm:
        await asyncio.sleep(0)
    print("in time, expired:", cm.expired())

    async with asyncio.timeout(None) as cm:
        print("no deadline:", cm.when())
        await asyncio.sleep(0)

    try:
        async with asyncio.timeout(1000) as cm:
            raise LookupError("my own")
    except LookupError as error:
        print("other exceptions pass:", error, cm.expired())


asyncio.run(main())
