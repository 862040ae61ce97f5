"""A handle that is cancelled before its turn is skipped, even within the same pass."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    later = {}

    def killer(name):
        print("killer cancels", name)
        later[name].cancel()

    loop.call_soon(print, "one")
    loop.call_soon(killer, "two")
    later["two"] = loop.call_soon(print, "two")
    later["three"] = loop.call_soon(print, "three")
    loop.call_soon(killer, "three")      # too late: three has run by then
    before = loop.call_soon(print, "never")
    before.cancel()
    print("cancelled:", before.cancelled(), "not yet:", later["two"].cancelled())
    await asyncio.sleep(0)
    print({name: handle.cancelled() for name, handle in later.items()})
    before.cancel()
    print("cancelling twice is fine:", before.cancelled())

    timer = loop.call_later(0.03, print, "never either")
    print("timer has a deadline:", timer.when() > loop.time())
    timer.cancel()
    await asyncio.sleep(0.06)
    print("timer cancelled:", timer.cancelled())


asyncio.run(main())
