"""as_completed gives results in the order they come in."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    futures = {name: loop.create_future() for name in "abcde"}
    order = "dbeca"
    long_ago = loop.time() - 100
    for n, name in enumerate(order):
        loop.call_at(long_ago + n, futures[name].set_result, name)
    results = []
    for next_one in asyncio.as_completed(list(futures.values())):
        results.append(await next_one)
        print("have", results)
    print("in the order of completion:", "".join(results) == order)

    # A failure is raised by the await that receives it; the others still come.
    good, bad = loop.create_future(), loop.create_future()
    bad.set_exception(ValueError("bad"))
    loop.call_later(0.03, good.set_result, "good")
    for next_one in asyncio.as_completed([good, bad]):
        try:
            print("result", await next_one)
        except ValueError as error:
            print("failure", error)


asyncio.run(main())
