"""A timeout object is entered once, and only where there is a task to cancel."""

import asyncio


async def main():
    cm = asyncio.timeout(1000)
    try:
        cm.reschedule(1)
    except RuntimeError as error:
        print("not entered:", error)
    async with cm:
        pass
    try:
        async with cm:
            print("never")
    except RuntimeError as error:
        print("entered again:", error)
    print("class:", type(cm).__name__)


async def no_task():
    async with asyncio.timeout(1):
        print("never")


asyncio.run(main())
loop = asyncio.new_event_loop()
coro = no_task()


def step_outside_a_task():
    try:
        coro.send(None)
    except RuntimeError as error:
        print("no task:", error)
    loop.stop()


loop.call_soon(step_outside_a_task)
loop.run_forever()
loop.close()
