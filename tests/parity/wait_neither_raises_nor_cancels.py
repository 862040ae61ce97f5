"""wait raises no exception of its tasks, cancels none at its timeout, and is itself cancellable."""

import asyncio


async def forever():
    await asyncio.get_running_loop().create_future()


async def fail():
    raise ValueError("unseen by wait")


async def main():
    tasks = [asyncio.create_task(forever(), name="forever"),
             asyncio.create_task(fail(), name="fail")]
    done, pending = await asyncio.wait(tasks, timeout=0.03)
    print("done:", [t.get_name() for t in done], "pending:", [t.get_name() for t in pending])
    print("exception:", repr(tasks[1].exception()))

    done, pending = await asyncio.wait([tasks[0]], timeout=0)
    print("with no time at all:", len(done), len(pending))

    waiting = asyncio.create_task(asyncio.wait([tasks[0]]))
    await asyncio.sleep(0)
    waiting.cancel()
    try:
        await waiting
    except asyncio.CancelledError:
        print("wait was cancelled; its task was:", tasks[0].cancelled())

    tasks[0].cancel()
    done, pending = await asyncio.wait(tasks)
    print("now:", sorted(t.get_name() for t in done), len(pending), tasks[0].cancelled())


asyncio.run(main())
