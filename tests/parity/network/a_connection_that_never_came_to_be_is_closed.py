"""A protocol factory that raises leaves no socket open, and the other end is told."""

import asyncio
import socket


def factory():
    raise ValueError("no protocol")


async def main():
    loop = asyncio.get_running_loop()
    one, other = socket.socketpair()
    other.settimeout(5)
    try:
        await loop.connect_accepted_socket(factory, one)
    except ValueError as error:
        print(error, one.fileno(), other.recv(1))
    other.close()

    complaints = []
    loop.set_exception_handler(lambda loop, context: complaints.append(context["message"]))
    server = await asyncio.start_server(lambda reader, writer: 1 / 0, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    print(await reader.read(), complaints)
    writer.close()
    server.close()


asyncio.run(main())
