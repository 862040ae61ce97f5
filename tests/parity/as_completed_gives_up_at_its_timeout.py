"""When as_completed's time is over, the awaits that are left raise TimeoutError."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    quick, never, nor_this = (loop.create_future() for _ in range(3))
    quick.set_result("quick")
    for next_one in asyncio.as_completed([never, quick, nor_this], timeout=0.04):
        try:
            print("result:", await next_one)
        except TimeoutError:
            print("TimeoutError")
    print("nobody was cancelled:", not never.cancelled(), not nor_this.cancelled())
    print("nothing at all:", list(asyncio.as_completed([])))


asyncio.run(main())
