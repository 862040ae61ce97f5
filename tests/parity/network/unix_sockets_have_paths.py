"""create_unix_server and open_unix_connection, by a name that is no path."""

import asyncio
import socket


async def serve(reader, writer):
    writer.write((await reader.readline()).swapcase())
    writer.close()


async def main():
    name = "\0asyncio101 parity"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(name)
        server = await asyncio.start_unix_server(serve, sock=listener)
        print(server.sockets[0].getsockname())
        with socket.socket(socket.AF_UNIX) as client:
            client.setblocking(False)
            await asyncio.get_running_loop().sock_connect(client, name)
            reader, writer = await asyncio.open_unix_connection(sock=client)
            writer.write(b"Hello\n")
            print(await reader.read(), writer.get_extra_info("peername"))
            writer.close()
            await writer.wait_closed()
        server.close()
        await server.wait_closed()


asyncio.run(main())
