"""Condition.wait_for goes back to waiting until its predicate is true."""

import asyncio


async def consumer(name, condition, stock, wanted):
    async with condition:
        result = await condition.wait_for(
            lambda: print("   ", name, "checks", stock) or len(stock) >= wanted)
        taken = [stock.pop(0) for _ in range(wanted)]
        print(name, "took", taken, "result", result)


async def main():
    condition, stock = asyncio.Condition(), []
    tasks = [asyncio.create_task(consumer("two", condition, stock, 2)),
             asyncio.create_task(consumer("one", condition, stock, 1))]
    await asyncio.sleep(0)
    for item in "abc":
        async with condition:
            stock.append(item)
            print("stocked", item)
            condition.notify_all()
        for _ in range(5):
            await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    print("left:", stock)


asyncio.run(main())
