import asyncio


async def guest(name, box):
    print("wait", name)
    print(await box, name)


async def main():
    loop = asyncio.get_running_loop()
    box = loop.create_future()
    loop.call_later(2, box.set_result, "tea")
    await asyncio.gather(guest("Ali", box), guest("Oya", box))
    print(box.done(), await box)


asyncio.run(main())
