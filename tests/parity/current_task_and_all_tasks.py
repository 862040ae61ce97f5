"""current_task is whose step runs now; all_tasks are those that are not done."""

import asyncio


def names(tasks):
    return sorted(task.get_name() for task in tasks)


async def child(name, future):
    me = asyncio.current_task()
    print(name, "is", me.get_name())
    await helper(me)
    await future


async def helper(caller):
    print("    a coroutine awaited is in the same task:", asyncio.current_task() is caller)


def callback():
    print("in a callback:", asyncio.current_task())


async def main():
    loop = asyncio.get_running_loop()
    asyncio.current_task().set_name("main")
    future = loop.create_future()
    tasks = [asyncio.create_task(child(n, future), name=n) for n in ("one", "two")]
    print("not begun, but counted:", names(asyncio.all_tasks()))
    loop.call_soon(callback)
    await asyncio.sleep(0)
    future.set_result(None)
    await asyncio.gather(*tasks)
    print("done ones are not:", names(asyncio.all_tasks()))
    print("asked with a loop:", asyncio.current_task(loop) is asyncio.current_task())


asyncio.run(main())
for function in (asyncio.current_task, asyncio.all_tasks):
    try:
        function()
    except RuntimeError as error:
        print(function.__name__, "-", error)
loop = asyncio.new_event_loop()
print(asyncio.current_task(loop), asyncio.all_tasks(loop))
loop.close()
