"""A second cancel reaches an await inside finally just as the first reached the body."""

import asyncio


async def work():
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        print("finally: begins")
        try:
            await asyncio.get_running_loop().create_future()
            print("never")
        finally:
            print("finally: interrupted too")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    for n in (1, 2):
        print("cancel", n, task.cancel(f"request {n}"), "count", task.cancelling())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        print("done:", task.done())
    try:
        await task
    except asyncio.CancelledError as error:
        print("main:", error.args, "while handling", error.__context__.args)


asyncio.run(main())
