"""What a done callback schedules comes after everything that pass already held."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    first, second = loop.create_future(), loop.create_future()

    def on_first(f):
        print("on_first")
        loop.call_soon(print, "soon from on_first")
        second.set_result("chained")
        first.add_done_callback(lambda f: print("added inside on_first"))

    def on_second(f):
        print("on_second:", f.result())

    first.add_done_callback(on_first)
    first.add_done_callback(lambda f: print("on_first's neighbour"))
    second.add_done_callback(on_second)
    loop.call_soon(lambda: (print("set"), first.set_result(None)))
    loop.call_soon(print, "beside set")
    for turn in range(4):
        print("-- turn", turn)
        await asyncio.sleep(0)


asyncio.run(main())
