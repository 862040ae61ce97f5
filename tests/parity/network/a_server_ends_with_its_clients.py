"""close() stops accepting; wait_closed() waits for the clients; close_clients() ends them."""

import asyncio


async def serve(reader, writer):
    print("served:", await reader.read())
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"x")
    await asyncio.sleep(0.02)
    server.close()
    print("sockets:", server.sockets, "serving:", server.is_serving())
    waiting = asyncio.create_task(server.wait_closed())
    await asyncio.sleep(0.02)
    print("still has a client:", not waiting.done())
    try:
        await asyncio.open_connection(*address)
    except ConnectionRefusedError as error:
        print(type(error).__name__)
    server.close_clients()
    await waiting
    print("ends:", await reader.read())
    writer.close()


asyncio.run(main())
