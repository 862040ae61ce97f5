"""wait_for() around open_connection(): what took too long is cancelled, and leaves nothing behind."""

import asyncio


async def main():
    async def serve(reader, writer):
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    connecting = asyncio.create_task(asyncio.open_connection(*server.sockets[0].getsockname()))
    connecting.cancel()
    print(await asyncio.gather(connecting, return_exceptions=True))
    reader, writer = await asyncio.wait_for(
        asyncio.open_connection(*server.sockets[0].getsockname()), timeout=5
    )
    writer.close()
    print(await reader.read())
    server.close()
    await server.wait_closed()
    print(sorted(task.get_name() for task in asyncio.all_tasks()))


asyncio.run(main())
