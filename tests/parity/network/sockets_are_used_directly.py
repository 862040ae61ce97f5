"""sock_accept, sock_connect, sock_recv, sock_sendall: the loop waits, the program has the sockets."""

import asyncio
import socket


async def serve(listener):
    loop = asyncio.get_running_loop()
    connection, _ = await loop.sock_accept(listener)
    with connection:
        buffer = bytearray(5)
        print("server:", await loop.sock_recv_into(connection, buffer), buffer)
        await loop.sock_sendall(connection, b"a" * 300_000)
        connection.shutdown(socket.SHUT_WR)
        print("server:", await loop.sock_recv(connection, 100))


async def main():
    loop = asyncio.get_running_loop()
    with socket.socket() as listener, socket.socket() as client:
        listener.setblocking(False)
        client.setblocking(False)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        task = asyncio.create_task(serve(listener))
        await loop.sock_connect(client, listener.getsockname())
        await loop.sock_sendall(client, b"hello")
        received = 0
        while data := await loop.sock_recv(client, 4096):
            received += len(data)
        print("client:", received)
        client.close()
        await task
        try:
            await loop.sock_recv(client, 1)
        except (OSError, ValueError) as error:
            print(type(error).__name__)


asyncio.run(main())
