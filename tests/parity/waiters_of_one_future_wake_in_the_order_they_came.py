"""Several tasks may await one future; they resume in the order they began to wait."""

import asyncio


async def waiter(name, future):
    print(name, "waits")
    print(name, "has", await future)
    return name


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    tasks = [asyncio.create_task(waiter(f"w{n}", future)) for n in range(5)]
    await asyncio.sleep(0)
    future.add_done_callback(lambda f: print("callback added last"))
    print("set")
    future.set_result("it")
    late = asyncio.create_task(waiter("late", future))
    await late
    print([task.result() for task in tasks])


asyncio.run(main())
