"""A coroutine of sleep() in a circle, and what its frame told: the collector takes it, and nothing warns."""
import asyncio
import gc
import warnings
import weakref


class Holder:
    pass


async def main():
    for begins in (True, False):
        holder, coroutine = Holder(), asyncio.sleep(0.01)
        holder.itself, holder.coroutine = holder, coroutine
        if begins:
            coroutine.send(None)
        print(coroutine.cr_frame is not None)
        coroutine.close()
        gone = weakref.ref(holder)
        del holder, coroutine
        gc.collect()
        print(gone() is None)
    holder, coroutine = Holder(), asyncio.sleep(0.01)
    holder.itself, holder.coroutine = holder, coroutine
    coroutine.send(None)
    print(coroutine.cr_frame is not None)
    del holder, coroutine
    gc.collect()


warnings.simplefilter("always")
warnings.showwarning = lambda message, *_rest, **_names: print("warning:", message)
gc.disable()
asyncio.run(main())
