"""remove_done_callback takes out all equal callbacks and says how many there were."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def a(f):
        print("a")

    def b(f):
        print("b")

    def remover(f):
        # The callbacks are scheduled by now: removing comes too late.
        print("removed while running:", f.remove_done_callback(b))

    for callback in (a, b, a, remover, b, a):
        future.add_done_callback(callback)
    print("removed:", future.remove_done_callback(a))
    print("removed:", future.remove_done_callback(a))
    print("removed:", future.remove_done_callback(print))
    future.add_done_callback(a)
    future.set_result(None)
    await asyncio.sleep(0)
    print("removed when done:", future.remove_done_callback(a))


asyncio.run(main())
