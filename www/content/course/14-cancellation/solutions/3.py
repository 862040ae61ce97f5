import asyncio


class Stove:
    async def __aenter__(self):
        print("stove on")

    async def __aexit__(self, *exception):
        print("stove off")


async def cook():
    async with Stove():
        await asyncio.sleep(5)
        print("served")


async def main():
    patience = int(input())
    task = asyncio.create_task(cook())
    await asyncio.sleep(patience)
    was_cooking = task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    print("cancelled" if was_cooking else "eaten")


asyncio.run(main())
