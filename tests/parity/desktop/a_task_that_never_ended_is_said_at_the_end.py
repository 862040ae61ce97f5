"""A task that still waits when the interpreter ends is reported, and its coroutine is closed."""

import asyncio


async def waits(future):
    try:
        await future
    finally:
        print("the coroutine is closed")


loop = asyncio.new_event_loop()
pending = loop.create_task(waits(loop.create_future()))
loop.run_until_complete(asyncio.sleep(0))
loop.close()
print("the program ends")
