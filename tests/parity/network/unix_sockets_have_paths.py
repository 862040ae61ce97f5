"""create_unix_server and open_unix_connection, by a name that is no path."""

import asyncio
import socket


async def serve(reader, writer):
    writer.write((await reader.readline()).swapcase())
    writer.close()


async def main():
    with socket.socket(socket.AF_UNIX) as listener:
        # Linux chooses one that nobody has.
        listener.bind("")
        name = listener.getsockname()
        server = await asyncio.start_unix_server(serve, sock=listener)
        print(name[:1], len(name), server.sockets[0].getsockname() == name)
        with socket.socket(socket.AF_UNIX) as client:
            client.setblocking(False)
            await asyncio.get_running_loop().sock_connect(client, name)
            reader, writer = await asyncio.open_unix_connection(sock=client)
            writer.write(b"Hello\n")
            print(await reader.read(), writer.get_extra_info("peername") == name)
            writer.close()
            await writer.wait_closed()
        server.close()
        await server.wait_closed()


asyncio.run(main())
