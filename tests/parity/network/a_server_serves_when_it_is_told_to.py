"""start_serving=False: the address is taken, and nobody is served before start_serving()."""

import asyncio


async def serve(reader, writer):
    writer.write(b"served")
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, start_serving=False)
    address = server.sockets[0].getsockname()
    print(server.is_serving(), len(server.sockets))
    try:
        await asyncio.open_connection(*address)
    except OSError as error:
        print(type(error).__name__)
    await server.start_serving()
    print(server.is_serving())
    reader, writer = await asyncio.open_connection(*address)
    print(await reader.read())
    writer.close()
    server.close()
    print(server.is_serving())
    try:
        await server.serve_forever()
    except RuntimeError as error:
        print("RuntimeError", str(error).startswith("server <Server"))


asyncio.run(main())
