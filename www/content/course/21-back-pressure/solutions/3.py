import asyncio

BLOCK = bytes(1_000_000)


async def late(reader, writer):
    await asyncio.sleep(5)
    print("read", len(await reader.read()))
    writer.close()


async def send(writer, block):
    writer.write(block)
    size = writer.transport.get_write_buffer_size()
    if size > 64 * 1024:
        await writer.drain()
    return size


async def main():
    most = 0
    async with await asyncio.start_server(late, "127.0.0.1", 8888):
        reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
        for block in range(30):
            most = max(most, await send(writer, BLOCK))
        writer.close()
    print("kept at most", most)


asyncio.run(main())
