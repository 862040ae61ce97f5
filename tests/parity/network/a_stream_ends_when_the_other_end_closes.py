"""read() returns b"" at the end, and whatever came before it."""

import asyncio


async def serve(reader, writer):
    print("asked:", await reader.readline())
    writer.write(b"one\ntwo\nthe rest")
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello\n")
        print(await reader.readline(), await reader.readuntil(b"o\n"), await reader.read())
        print(await reader.read(), reader.at_eof())
        try:
            await reader.readexactly(3)
        except asyncio.IncompleteReadError as error:
            print(type(error).__name__, error.partial, error.expected)
        writer.close()
        await writer.wait_closed()


asyncio.run(main())
