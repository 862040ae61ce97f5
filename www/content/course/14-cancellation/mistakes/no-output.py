import asyncio


async def cook():
    print("stove on")
    try:
        await asyncio.sleep(5)
        print("served")
    finally:
        print("stove off")


async def main():
    patience = int(input())
    task = asyncio.create_task(cook())
    await asyncio.sleep(patience)
    task.cancel()
    try:
        await task
        print("eaten")
    except asyncio.CancelledError:
        print("cancelled")


main()
