"""One callback: call_soon, and running it."""
import asyncio
import time

COUNT = 300_000

loop = asyncio.new_event_loop()


def callback(left):
    if left:
        loop.call_soon(callback, left - 1)
    else:
        loop.stop()


loop.call_soon(callback, COUNT)
began = time.perf_counter()
loop.run_forever()
took = time.perf_counter() - began
loop.close()
print(took / COUNT * 1e9)
