"""asyncio.run cancels every task that is left, waits for them, then closes the loop."""

import asyncio

loops = []


async def left_over():
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        print("left over: cancelled")
        await asyncio.sleep(0)
        print("left over: may still await")
        raise


async def fails_while_cancelled():
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        raise ValueError("in the clean-up")


async def main():
    loop = asyncio.get_running_loop()
    loops.append(loop)
    loop.set_exception_handler(
        lambda loop, context: print(context["message"], "-", repr(context["exception"])))
    tasks.append(asyncio.create_task(left_over()))
    await asyncio.sleep(0)
    return "main's result"


tasks = []
print(asyncio.run(main()))
print("closed:", loops[0].is_closed(), "cancelled:", tasks[0].cancelled())


async def main_with_a_failing_one():
    tasks.append(asyncio.create_task(fails_while_cancelled()))
    return await main()


print(asyncio.run(main_with_a_failing_one()))
