import asyncio


async def main():
    for city in "Izmir", "Trabzon", "Ankara":
        await asyncio.sleep(1)
        print(city)
    print("all")


asyncio.run(main())
