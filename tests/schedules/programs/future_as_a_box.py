import asyncio


async def reader(box):
    print("reader waits")
    print("reader has", await box)


async def writer(box):
    print("writer begins")
    await asyncio.sleep(1)
    box.set_result(7)
    print("writer ends")


async def main():
    box = asyncio.get_running_loop().create_future()
    await asyncio.gather(reader(box), writer(box))


asyncio.run(main())
