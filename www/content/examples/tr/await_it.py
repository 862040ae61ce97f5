"""Aynı program, Python 3.5'ten beri: `async def` ve `await`."""

import asyncio


async def fetch(name, delay):
    print(f"{name}: asked")
    await asyncio.sleep(delay)           # cevap gelene kadar döngüyü geri ver
    print(f"{name}: answered after {delay} s")
    return f"<{name}>"


async def main():
    page = await fetch("page", 0.4)
    pictures = await asyncio.gather(
        fetch("picture 1", 0.6),
        fetch("picture 2", 0.3),
    )
    print(page, pictures)


asyncio.run(main())
