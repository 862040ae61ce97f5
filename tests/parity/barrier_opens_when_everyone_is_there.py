"""A Barrier(n) holds its parties until n have come, then lets them through together."""

import asyncio


async def runner(name, barrier, log):
    for lap in range(2):
        log.append(f"{name} arrives {lap}")
        index = await barrier.wait()
        log.append(f"through {lap}")
        assert 0 <= index < barrier.parties
    return name


async def main():
    barrier, log = asyncio.Barrier(3), []
    tasks = [asyncio.create_task(runner(f"r{n}", barrier, log)) for n in range(2)]
    await asyncio.sleep(0)
    print("waiting:", barrier.n_waiting, "of", barrier.parties)
    tasks.append(asyncio.create_task(runner("r2", barrier, log)))
    print(await asyncio.gather(*tasks))
    print("before the first opening:", log[:3])
    print("lap 0:", log.count("through 0"), "lap 1:", log.count("through 1"))

    # abort breaks it for all who wait and all who come.
    waiting = asyncio.create_task(barrier.wait())
    await asyncio.sleep(0)
    await barrier.abort()
    for awaitable in (waiting, barrier.wait()):
        try:
            await awaitable
        except asyncio.BrokenBarrierError as error:
            print("BrokenBarrierError:", error)
    print("broken:", barrier.broken)
    await barrier.reset()
    print("after reset:", barrier.broken, barrier.n_waiting)


asyncio.run(main())
