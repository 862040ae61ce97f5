import asyncio

BLOCK = bytes(20_000_000)


async def late(reader, writer):
    await asyncio.sleep(5)
    print("begins to read")
    print("has read", len(await reader.read()))
    writer.close()


async def main():
    async with await asyncio.start_server(late, "127.0.0.1", 8888):
        reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
        for block in 1, 2:
            writer.write(BLOCK)
            print("block", block, "written")
            await writer.drain()
            print("block", block, "drained")
        writer.close()


asyncio.run(main())
