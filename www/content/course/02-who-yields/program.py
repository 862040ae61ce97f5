import asyncio

total = 0


async def add(name):
    global total
    for number in (1, 2, 3):
        total = total + 10
        print(name, number, total)
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(add("A"), add("B"))
    print("total", total)


asyncio.run(main())
