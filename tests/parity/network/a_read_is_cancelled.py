"""A task that waits for data can be cancelled; the stream is read on by another."""

import asyncio


async def main():
    go = asyncio.Event()

    async def serve(reader, writer):
        await go.wait()
        writer.write(b"late")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    waiting = asyncio.create_task(reader.read(10))
    await asyncio.sleep(0)
    try:
        await reader.read(1)
    except RuntimeError as error:
        print(error)
    waiting.cancel()
    print(await asyncio.gather(waiting, return_exceptions=True))
    go.set()
    print(await reader.read(10))
    writer.close()
    server.close()


asyncio.run(main())
