"""In debug mode a loop has coroutines remember where they were made, as long as it runs."""

import asyncio
import sys


async def job():
    pass


async def main():
    made = job()
    slept = asyncio.sleep(1)
    print([frame[2] for frame in made.cr_origin][:1], [frame[2] for frame in slept.cr_origin][:1])
    made.close()
    slept.close()
    loop = asyncio.get_running_loop()
    # However slow the machine is, nothing is said about it.
    loop.slow_callback_duration = 1000
    print(sys.get_coroutine_origin_tracking_depth())
    loop.set_debug(False)
    print(sys.get_coroutine_origin_tracking_depth())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(sys.get_coroutine_origin_tracking_depth())
    loop.set_debug(True)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(sys.get_coroutine_origin_tracking_depth())
    print(loop.create_future()._source_traceback[-1].name)


sys.set_coroutine_origin_tracking_depth(2)
asyncio.run(main(), debug=True)
print(sys.get_coroutine_origin_tracking_depth())
sys.set_coroutine_origin_tracking_depth(0)
asyncio.run(asyncio.sleep(0))
print(sys.get_coroutine_origin_tracking_depth(), job.__name__)
