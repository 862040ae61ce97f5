import asyncio
import gc


async def work(name):
    print(name, "begins")
    await asyncio.sleep(1)
    print(name, "ends")


async def pay():
    raise ValueError("no money")


async def answer():
    await asyncio.Event().wait()
    print("who is there?")


async def main():
    work("A")
    asyncio.create_task(pay())
    asyncio.create_task(answer())
    await work("B")
    gc.collect()
    print("all is well")


asyncio.run(main())
