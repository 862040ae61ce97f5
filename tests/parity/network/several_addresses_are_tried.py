"""localhost may mean two addresses: where only one is listened at, that one is found."""

import asyncio


async def serve(reader, writer):
    writer.write(b"here")
    writer.close()


async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        for options in {}, {"happy_eyeballs_delay": 0.05}:
            reader, writer = await asyncio.open_connection("localhost", port, **options)
            print(await reader.read(), writer.get_extra_info("peername")[0])
            writer.close()
    try:
        await asyncio.open_connection("localhost", port, all_errors=True)
    except* ConnectionRefusedError as group:
        print(all(isinstance(error, ConnectionRefusedError) for error in group.exceptions))


asyncio.run(main())
