"""KeyboardInterrupt and SystemExit raised in a task leave asyncio.run, after the clean-up."""

import asyncio


async def bystander(name):
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    finally:
        print(name, "finally")


async def main(error):
    tasks = [asyncio.create_task(bystander("bystander"))]
    await asyncio.sleep(0)
    try:
        raise error
    finally:
        print("main: finally")


for error in (KeyboardInterrupt("stop"), SystemExit(7), ValueError("ordinary")):
    try:
        asyncio.run(main(error))
    except BaseException as caught:
        print("run raised", repr(caught), "the same:", caught is error)
