import asyncio


async def cook(name, minutes):
    print("start", name)
    await asyncio.sleep(minutes * 60)
    print("ready", name)


async def main():
    await asyncio.gather(cook("tea", 10), cook("egg", 5))
    await cook("toast", 2)


asyncio.run(main())
