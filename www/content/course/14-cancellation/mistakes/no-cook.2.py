import asyncio


async def main():
    patience = int(input())
    print("stove on")
    await asyncio.sleep(min(patience, 5))
    if patience >= 5:
        print("served")
    print("stove off")
    print("eaten" if patience >= 5 else "cancelled")


asyncio.run(main())
