"""Who reads, or drains, hears that the connection was reset; nobody is told once more when all is collected."""

import asyncio
import gc

complaints = []


async def serve(reader, writer):
    await paused.wait()
    writer.write(b"welcome\n")
    await writer.drain()
    written.set()
    try:
        while await reader.readline():
            pass
    except ConnectionError as error:
        print("the server hears", type(error).__name__)
    finally:
        writer.close()
    served.set()


async def main():
    global paused, served, written
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: complaints.append(context["message"]))
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        for leaves in "abort", "close":
            paused, served, written = asyncio.Event(), asyncio.Event(), asyncio.Event()
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            # What nobody has read when a connection is closed makes it a reset for the other end.
            writer.transport.pause_reading()
            paused.set()
            await written.wait()
            getattr(writer.transport, leaves)()
            await served.wait()
            try:
                await writer.wait_closed()
            except ConnectionError as error:
                print("the client hears", type(error).__name__)
            print("left by", leaves)
    del reader, writer
    gc.collect()
    print("complaints", complaints)


asyncio.run(main())
gc.collect()
print("complaints", complaints)
