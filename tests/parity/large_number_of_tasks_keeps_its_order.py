"""Two thousand tasks taking turns leave the same trace everywhere."""

import asyncio


async def work(n, trace, turns):
    for turn in range(turns):
        trace.append(n)
        await asyncio.sleep(0)
    trace.append(-n)
    return n * turns


async def main():
    trace = []
    results = await asyncio.gather(*(work(n, trace, n % 5) for n in range(2000)))
    print("steps:", len(trace), "sum of results:", sum(results))
    digest = 0
    for position, n in enumerate(trace):
        digest = (digest * 31 + position ^ (n & 0xFFFF)) % 1_000_003
    print("digest:", digest)
    print("first:", trace[:8], "last:", trace[-8:])

    # A chain of two thousand callbacks, each scheduling the next.
    loop = asyncio.get_running_loop()
    end = loop.create_future()

    def next_one(n):
        if n:
            loop.call_soon(next_one, n - 1)
        else:
            end.set_result("the end of the chain")

    next_one(2000)
    print(await end)


asyncio.run(main())
