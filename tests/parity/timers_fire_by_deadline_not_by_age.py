"""Timers run in the order of their deadlines, whenever they were made."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    loop.call_later(0.15, done.set_result, None)
    loop.call_later(0.12, print, "fourth (0.12)")
    loop.call_later(0.04, print, "first (0.04)")
    loop.call_at(loop.time() + 0.08, print, "second (0.08)")
    cancelled = loop.call_later(0.06, print, "never")
    loop.call_soon(print, "at once")
    cancelled.cancel()
    await done
    print("end")


asyncio.run(main())
