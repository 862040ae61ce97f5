"""Tasks that begin the same sleep one after the other wake up in that order."""

import asyncio


async def sleeper(n, order):
    await asyncio.sleep(0.05)
    order.append(n)


async def main():
    order = []
    await asyncio.gather(*(sleeper(n, order) for n in range(40)))
    print(order)
    print("in order?", order == sorted(order))


asyncio.run(main())
