"""Who closes a server can open one at the same address."""

import asyncio
import errno


async def answer(name, reader, writer):
    writer.write(name)
    writer.close()


async def main():
    port = 0
    for name in b"first", b"second", b"third":
        server = await asyncio.start_server(
            lambda reader, writer, name=name: answer(name, reader, writer), "127.0.0.1", port
        )
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        print(await reader.read())
        writer.close()
        await writer.wait_closed()
        try:
            await asyncio.start_server(print, "127.0.0.1", port)
        except OSError as error:
            print(errno.errorcode[error.errno])
        server.close()
        await server.wait_closed()


asyncio.run(main())
