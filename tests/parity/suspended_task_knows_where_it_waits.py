"""get_stack and cr_await show where a task is suspended, down to the future it waits for."""

import asyncio


async def bottom(future):
    return await future


async def middle(future):
    return await bottom(future)


async def top(future):
    return await middle(future)


async def main():
    future = asyncio.get_running_loop().create_future()
    coro = top(future)
    task = asyncio.create_task(coro)
    print("the coroutine it runs:", task.get_coro() is coro, coro.cr_running)
    print("not begun:", [frame.f_lineno for frame in task.get_stack()])
    await asyncio.sleep(0)
    print("suspended in:", [(frame.f_code.co_name, frame.f_lineno) for frame in task.get_stack()])
    link = coro
    while hasattr(link, "cr_await"):
        print("   ", link.cr_code.co_name, "awaits")
        link = link.cr_await
    print("at the end of the chain, an iterator:", hasattr(link, "__next__"))
    print("its loop:", task.get_loop() is future.get_loop() is asyncio.get_running_loop())
    future.set_result("through")
    print(await task)
    print("done:", task.get_stack(), coro.cr_frame, coro.cr_await)


asyncio.run(main())
