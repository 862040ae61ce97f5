"""An echo server made of streams. It prints its port."""

import asyncio
import sys

if len(sys.argv) > 1:
    # Another loop: uvloop, rloop.
    asyncio.set_event_loop_policy(__import__(sys.argv[1]).EventLoopPolicy())


async def echo(reader, writer):
    while data := await reader.read(256 * 1024):
        writer.write(data)
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0, backlog=1000, limit=256 * 1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Some loops have no serve_forever().
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
