"""İki çatal, iki aç kişi: Her biri ötekinin beklediğini tutuyor."""

import asyncio


async def eat(name, first, second):
    async with first:
        print(f"  {name} has one fork")
        await asyncio.sleep(0.1)
        async with second:               # ... ve ötekini bekler
            print(f"  {name} eats")


async def main():
    left, right = asyncio.Lock(), asyncio.Lock()

    print("1. both reach for the left fork first:")
    await asyncio.gather(eat("Ada", left, right), eat("Bora", left, right))

    print("2. each reaches for another one (when you have seen enough, press Stop):")
    await asyncio.gather(eat("Ada", left, right), eat("Bora", right, left))
    print("nobody ever comes here")


asyncio.run(main())
