import asyncio
import time


async def polite(name):
    print(name, "begins")
    await asyncio.sleep(1)
    print(name, "ends")


async def rude(name):
    print(name, "begins")
    time.sleep(5)
    print(name, "ends")


async def main():
    await asyncio.gather(polite("Ada"), rude("Bob"), polite("Eve"))


asyncio.run(main())
