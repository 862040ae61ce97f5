import asyncio


async def part(lock, name):
    async with lock:
        print(name, "has it")
        await asyncio.sleep(1)
        print(name, "lets go")


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(part(lock, "A"), part(lock, "B"))
    print("main")


asyncio.run(main())
