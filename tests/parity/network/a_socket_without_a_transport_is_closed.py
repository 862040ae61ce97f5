"""A protocol that cannot be made leaves no socket behind, whoever made that."""

import asyncio
import socket


def fails():
    raise LookupError("no protocol today")


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(asyncio.Protocol, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    try:
        await loop.create_connection(fails, *address)
    except LookupError as error:
        print(repr(error))

    own = socket.create_connection(address)
    try:
        await loop.create_connection(fails, sock=own)
    except LookupError as error:
        print(repr(error), own.fileno())

    one, other = socket.socketpair()
    try:
        await loop.connect_accepted_socket(fails, one)
    except LookupError as error:
        print(repr(error), one.fileno())
    other.close()

    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        await loop.create_connection(asyncio.Protocol, sock=datagrams)
    except ValueError as error:
        print(str(error).partition(" <")[0], datagrams.fileno() >= 0)
    datagrams.close()
    server.close()
    await server.wait_closed()


asyncio.run(main())
