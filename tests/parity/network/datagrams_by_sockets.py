"""sock_sendto and sock_recvfrom: datagrams without a transport."""

import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    with socket.socket(type=socket.SOCK_DGRAM) as one, socket.socket(type=socket.SOCK_DGRAM) as other:
        for sock in one, other:
            sock.setblocking(False)
            sock.bind(("127.0.0.1", 0))
        waiting = asyncio.create_task(loop.sock_recvfrom(other, 100))
        await asyncio.sleep(0)
        print(await loop.sock_sendto(one, b"hello", other.getsockname()))
        data, address = await waiting
        print(data, address == one.getsockname())
        await loop.sock_sendto(other, b"a longer answer", address)
        buffer = bytearray(8)
        length, address = await loop.sock_recvfrom_into(one, buffer)
        print(length, buffer, address == other.getsockname())
        try:
            one.recvfrom(10)
        except BlockingIOError as error:
            print(type(error).__name__)


asyncio.run(main())
