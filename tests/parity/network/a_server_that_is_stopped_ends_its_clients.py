"""serve_forever() that is cancelled closes the server and the connections it has."""

import asyncio


async def serve(reader, writer):
    print("has a client")
    try:
        print("server reads", await reader.read())
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    forever = asyncio.create_task(server.serve_forever())
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    await asyncio.sleep(0.02)
    forever.cancel()
    try:
        await asyncio.wait_for(forever, 5)
    except asyncio.CancelledError:
        print("ended", server.is_serving())
    print("client reads", await reader.read())
    writer.close()


asyncio.run(main())
