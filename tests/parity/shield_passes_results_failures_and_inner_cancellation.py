"""Through a shield one sees the inner result, exception or cancellation."""

import asyncio


async def work(turns, error=None):
    for _ in range(turns):
        await asyncio.sleep(0)
    if error:
        raise error
    return "result"


async def main():
    print(await asyncio.shield(work(2)))
    try:
        await asyncio.shield(work(2, LookupError("inner failed")))
    except LookupError as error:
        print("raised:", error)

    inner = asyncio.create_task(work(1000))
    shielded = asyncio.shield(inner)
    await asyncio.sleep(0)
    inner.cancel()
    try:
        await shielded
    except asyncio.CancelledError:
        print("inner cancelled:", inner.cancelled(), "shield cancelled:", shielded.cancelled())

    inner = asyncio.create_task(work(3))
    shielded = asyncio.shield(inner)
    await asyncio.sleep(0)
    print("cancel the shield:", shielded.cancel(), "inner cancelled:", inner.cancelled())
    print("inner:", await inner)


asyncio.run(main())
