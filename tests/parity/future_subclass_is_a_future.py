"""A subclass of Future may override its methods; await and tasks use them."""

import asyncio


class Loud(asyncio.Future):
    def add_done_callback(self, callback, *, context=None):
        print("    add_done_callback")
        super().add_done_callback(callback, context=context)

    def set_result(self, result):
        print("    set_result", result)
        super().set_result(result * 2)

    def cancel(self, msg=None):
        print("    cancel", msg)
        return super().cancel(msg)

    def result(self):
        print("    result")
        return super().result()


async def waiter(future):
    try:
        return await future
    except asyncio.CancelledError:
        return "cancelled"


async def main():
    future = Loud()
    print("isfuture:", asyncio.isfuture(future), "loop:", future.get_loop() is asyncio.get_running_loop())
    task = asyncio.create_task(waiter(future))
    await asyncio.sleep(0)
    future.set_result(21)
    print("the task has", await task)

    future = Loud(loop=asyncio.get_running_loop())
    task = asyncio.create_task(waiter(future))
    await asyncio.sleep(0)
    task.cancel("enough")
    print("the task has", await task)
    future = Loud()
    future.label = "subclasses have a __dict__"
    print(future.label)
    asyncio.get_running_loop().call_soon(future.set_result, "ab")
    print(await asyncio.gather(future, future))


asyncio.run(main())
