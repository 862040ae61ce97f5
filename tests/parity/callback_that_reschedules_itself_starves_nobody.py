"""A callback that always schedules itself again still lets every other one run."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    spins = 0
    handle = None

    def spin():
        nonlocal spins, handle
        spins += 1
        handle = loop.call_soon(spin)

    async def worker(name):
        for n in range(3):
            print(name, n, "after", spins, "spins")
            await asyncio.sleep(0)

    handle = loop.call_soon(spin)
    await asyncio.gather(worker("a"), worker("b"))
    timer_ran = loop.create_future()
    loop.call_later(0.03, timer_ran.set_result, "a timer gets through too")
    print(await timer_ran)
    handle.cancel()
    stopped_at = spins
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("cancelled, and no more spins?", spins == stopped_at)


asyncio.run(main())
