"""wait gives back who is done and who is not: at the first, at the first failure, or at all."""

import asyncio


async def work(name, turns, error=None):
    for _ in range(turns):
        await asyncio.sleep(0)
    if error:
        raise error
    return name


def names(tasks):
    return sorted(task.get_name() for task in tasks)


async def main():
    for when in (asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED):
        tasks = [
            asyncio.create_task(work("fast", 1), name="fast"),
            asyncio.create_task(work("bad", 9, ValueError("bad")), name="bad"),
            asyncio.create_task(work("slow", 20), name="slow"),
        ]
        done, pending = await asyncio.wait(tasks, return_when=when)
        print(when, "done:", names(done), "pending:", names(pending))
        print("    failed:", names(task for task in done if task.exception()))
        if pending:
            done, pending = await asyncio.wait(pending)
            print("    and then:", names(done), names(pending))
        tasks[1].exception()

    # Nothing failed: FIRST_EXCEPTION is then ALL_COMPLETED.
    tasks = [asyncio.create_task(work(n, n), name=str(n)) for n in range(3)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print("without a failure:", names(done), names(pending))


asyncio.run(main())
