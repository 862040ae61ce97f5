"""asyncio as it was first written: `yield from`, before Python had `await`."""

import asyncio


# Python dropped asyncio.coroutine in 3.11. asyncio101 keeps it, so that the deck's code
# still runs; on another Python, write async def and await instead: word for word.
@asyncio.coroutine
def fetch(name, delay):
    print(f"{name}: asked")
    yield from asyncio.sleep(delay)      # hand the loop back until the answer is there
    print(f"{name}: answered after {delay} s")
    return f"<{name}>"


@asyncio.coroutine
def main():
    page = yield from fetch("page", 0.4)
    pictures = yield from asyncio.gather(
        fetch("picture 1", 0.6),
        fetch("picture 2", 0.3),
    )
    print(page, pictures)


asyncio.run(main())
