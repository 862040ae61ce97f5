"""The same program since Python 3.5: `async def` and `await`."""

import asyncio


async def fetch(name, delay):
    print(f"{name}: asked")
    await asyncio.sleep(delay)           # hand the loop back until the answer is there
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
