import asyncio

BLOCK = bytes(1_000_000)


async def late(reader, writer):
    await asyncio.sleep(5)
    print("read", len(await reader.read()))
    writer.close()


async def main():
    most = 0
    async with await asyncio.start_server(late, "127.0.0.1", 8888):
        reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
        for block in range(30):
            writer.write(BLOCK)
            most = max(most, writer.transport.get_write_buffer_size())
            await writer.drain()
        writer.close()
    print("kept at most", most)


main()
