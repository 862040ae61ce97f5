"""A gather is a future, so gathers nest, and a failure rises through them."""

import asyncio


async def work(name, turns=0):
    for _ in range(turns):
        await asyncio.sleep(0)
    if name == "bad":
        raise ValueError(name)
    return name


async def main():
    print(await asyncio.gather(
        asyncio.gather(work("a", 3), work("b")),
        work("c", 1),
        asyncio.gather(asyncio.gather(work("d")), work("e", 5)),
    ))
    print(await asyncio.gather(
        asyncio.gather(work("f"), work("bad"), return_exceptions=True),
        work("g"),
    ))
    try:
        await asyncio.gather(work("h"), asyncio.gather(work("i"), work("bad", 2)))
    except ValueError as error:
        print("raised:", error)
    print(await asyncio.gather(
        asyncio.gather(work("j"), work("bad")), work("k"), return_exceptions=True))


asyncio.run(main())
