"""A read that is given up loses nothing: what comes later is read by the next."""

import asyncio


async def serve(reader, writer):
    await reader.readline()
    writer.write(b"late\n")
    await writer.drain()
    await reader.read()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        async with asyncio.timeout(0.05):
            await reader.readline()
    except TimeoutError:
        print("nothing came")
    writer.write(b"now\n")
    print(await reader.readline())
    writer.close()
    await writer.wait_closed()
    server.close()


asyncio.run(main())
