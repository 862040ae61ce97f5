"""call_later: a clock that ticks by itself, while the loop sleeps in between."""

import asyncio

loop = asyncio.new_event_loop()
began = loop.time()


def tick(n):
    print(f"{loop.time() - began:4.1f} s  {'tick' if n % 2 else 'tock'}")
    if n < 6:
        # Counted from the beginning, so that small delays do not add up.
        loop.call_at(began + n * 0.5, tick, n + 1)
    else:
        loop.stop()


loop.call_soon(tick, 1)
loop.call_later(1.25, print, "            cuckoo!")
never = loop.call_later(2, print, "            never heard:")
never.cancel()

# No coroutine in sight: callbacks and timers are all the loop itself knows.
loop.run_forever()
loop.close()
