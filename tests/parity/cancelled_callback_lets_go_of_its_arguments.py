"""A cancelled handle keeps neither its callback nor its arguments alive."""

import asyncio
import gc
import weakref


class Heavy:
    def method(self):
        print("never called")


async def main():
    loop = asyncio.get_running_loop()
    for schedule in (
        lambda heavy: loop.call_soon(heavy.method),
        lambda heavy: loop.call_soon(print, heavy),
        lambda heavy: loop.call_later(1000, print, heavy),
    ):
        heavy = Heavy()
        alive = weakref.ref(heavy)
        handle = schedule(heavy)
        del heavy
        gc.collect()
        print("kept while scheduled:", alive() is not None)
        handle.cancel()
        gc.collect()
        print("kept after cancel:", alive() is not None)
    await asyncio.sleep(0)
    print("done")


asyncio.run(main())
