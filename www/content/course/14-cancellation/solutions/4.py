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
    try:
        await asyncio.wait_for(task, patience)
        print("eaten")
    except TimeoutError:
        print("cancelled")


asyncio.run(main())
