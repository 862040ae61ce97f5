import asyncio


async def part(lock, name):
    print(name, "wants it")
    async with lock:
        print(name, "has it")
        await asyncio.sleep(1)
        print(name, "lets go")


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(part(lock, "A"), part(lock, "B"))


asyncio.run(main())
