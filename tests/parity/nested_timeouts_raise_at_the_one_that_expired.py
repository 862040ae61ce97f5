"""With timeouts inside each other, the one whose time is over raises, and only that one."""

import asyncio


async def forever():
    await asyncio.get_running_loop().create_future()


async def main():
    async with asyncio.timeout(1000) as outer:
        try:
            async with asyncio.timeout(0.03) as inner:
                await forever()
        except TimeoutError:
            print("inner raised; outer goes on")
        await asyncio.sleep(0)
    print("expired: outer", outer.expired(), "inner", inner.expired())

    try:
        async with asyncio.timeout(0.03) as outer:
            try:
                async with asyncio.timeout(1000) as inner:
                    await forever()
            except TimeoutError:
                print("never: it is not inner's")
            except asyncio.CancelledError:
                print("inner block sees a cancellation")
                raise
    except TimeoutError:
        print("outer raised")
    print("expired: outer", outer.expired(), "inner", inner.expired())
    print("requests left:", asyncio.current_task().cancelling())


asyncio.run(main())
