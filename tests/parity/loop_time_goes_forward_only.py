"""loop.time() never goes back, and a sleep takes at least as long as it says."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    samples = [loop.time() for _ in range(1000)]
    print("never backwards:", samples == sorted(samples))
    print("a float:", type(loop.time()).__name__)

    began = loop.time()
    await asyncio.sleep(0.05)
    print("about 50 ms at least:", loop.time() - began >= 0.045)

    fired = loop.create_future()
    deadline = loop.time() + 0.04
    handle = loop.call_at(deadline, lambda: fired.set_result(loop.time()))
    print("when() is the deadline:", handle.when() == deadline)
    print("not before it:", await fired >= deadline - 0.005)


asyncio.run(main())
