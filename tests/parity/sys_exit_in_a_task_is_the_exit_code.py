"""sys.exit(3) inside a coroutine ends the program with code 3, after its clean-up."""

import asyncio
import sys


async def worker():
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        print("worker cleans up")


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0)
    try:
        sys.exit(3)
    finally:
        print("main cleans up")
        sys.stdout.flush()


try:
    asyncio.run(main())
finally:
    print("and so does the program")
