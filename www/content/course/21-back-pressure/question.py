import asyncio


async def late(reader, writer):
    await asyncio.sleep(5)
    await reader.read()
    writer.close()


async def send(name, size):
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    writer.write(bytes(size))
    print(name, "written")
    await writer.drain()
    print(name, "drained")
    writer.close()


async def clock():
    await asyncio.sleep(2)
    print("two seconds")


async def main():
    async with await asyncio.start_server(late, "127.0.0.1", 8888):
        await asyncio.gather(send("big", 20_000_000), send("small", 20), clock())


asyncio.run(main())
