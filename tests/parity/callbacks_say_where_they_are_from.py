"""What the repr of a task says of its callbacks: their names, and in which file their functions lie.

The line only of the main task's, which lies in a file that is the library's own; ``tasks.py`` is another one. What is
compiled into a tab's engine is called by its module.
"""

import asyncio
import re


def told(task):
    text = re.sub(r"at \S*/([\w.]+:\d+)", r"at \1", repr(task))
    text = re.sub(r"at asyncio\.(\w+):", r"at \1.py:", text)
    return re.findall(r"cb=\[.*?\](?=[ >])", re.sub(r"tasks\.py:\d+", "tasks.py", text))


async def nap():
    await asyncio.sleep(1)


async def main():
    print("the main task:", told(asyncio.current_task()))
    for name, wait in {
        "gather": asyncio.gather,
        "wait": lambda task: asyncio.wait([task], timeout=5),
        "wait_for": lambda task: asyncio.wait_for(task, 5),
        "shield": asyncio.shield,
        "await": lambda task: task,
    }.items():
        task = asyncio.create_task(nap())

        async def waits(wait=wait, task=task):
            await wait(task)

        waiting = asyncio.create_task(waits())
        await asyncio.sleep(0.1)
        print(name, told(task), told(waiting))
        await waiting
    task = asyncio.create_task(nap())
    completed = asyncio.as_completed([task])
    print("as_completed", told(task))
    for next_one in completed:
        await next_one
    async with asyncio.TaskGroup() as group:
        task = group.create_task(nap())
        print("TaskGroup", told(task))
    async with asyncio.timeout(5):
        task = asyncio.ensure_future(nap())
        task.add_done_callback(told)
        print("the program's own", told(task))
        await task


asyncio.run(main())
