"""Async comprehensions await item by item, one after the other, and may hold await anywhere."""

import asyncio


async def numbers(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i


async def double(n):
    print("doubling", n)
    await asyncio.sleep(0)
    return 2 * n


async def main():
    print([n async for n in numbers(4)])
    print({n: n * n async for n in numbers(4) if n % 2})
    print(sorted({n % 2 async for n in numbers(5)}))
    print([await double(n) for n in range(3)])
    print([await double(n) async for n in numbers(3) if await double(n) > 1])
    print([(a, b) async for a in numbers(2) for b in "xy"])
    generator = (await double(n) async for n in numbers(2))
    print(type(generator).__name__, [n async for n in generator])
    print([[n async for n in numbers(m)] for m in range(3)])


asyncio.run(main())
