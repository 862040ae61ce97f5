"""The collector closes the coroutine of a task that waits before the task says that it is destroyed."""

import asyncio
import gc


async def waits(future):
    try:
        await future
    finally:
        print("the coroutine is closed")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"], "done" in repr(context["task"])))
    asyncio.create_task(waits(loop.create_future()), name="pending")
    await asyncio.sleep(0)
    gc.collect()
    print("collected")


asyncio.run(main())
