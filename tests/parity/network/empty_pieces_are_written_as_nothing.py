"""writelines() with empty pieces among the others sends the others, and ends."""

import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    one, other = socket.socketpair()
    other.setblocking(False)
    transport, _ = await loop.create_connection(asyncio.Protocol, sock=one)
    transport.writelines([b"", b"a" * 1_000_000, b"", b"b"])
    transport.writelines([b"", b""])
    transport.writelines([])
    transport.writelines([b"c", b""])
    transport.close()
    received = b""
    while data := await asyncio.wait_for(loop.sock_recv(other, 65536), 5):
        received += data
    print(len(received), received[-2:], transport.get_write_buffer_size())
    other.close()


asyncio.run(main())
