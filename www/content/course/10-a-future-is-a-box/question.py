import asyncio


async def guest(box):
    print("wait")
    print(await box)


async def main():
    box = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(guest(box))
    print("made")
    await asyncio.sleep(1)
    box.set_result("tea")
    print("filled")
    await task
    print("end")


asyncio.run(main())
