"""async for gives lines; one that is longer than the limit is an error, and the rest can be read."""

import asyncio


async def serve(reader, writer):
    writer.write(b"first\nsecond\nwithout an end")
    writer.close()


async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        async for line in reader:
            print(line)
        writer.close()
        reader, writer = await asyncio.open_connection(*address, limit=8)
        print(await reader.readline())
        print(await reader.readuntil((b"nd", b"\n")))
        try:
            await reader.readuntil(b"never there")
        except (asyncio.LimitOverrunError, asyncio.IncompleteReadError) as error:
            print(type(error).__name__, error)
        print(await reader.read(100))
        writer.close()


asyncio.run(main())
