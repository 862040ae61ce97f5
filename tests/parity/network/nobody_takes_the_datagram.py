"""A datagram for nobody: who speaks with that address only is told by error_received()."""

import asyncio
import errno
import socket


class Told(asyncio.DatagramProtocol):
    def __init__(self):
        self.error = asyncio.get_running_loop().create_future()

    def error_received(self, error):
        if not self.error.done():
            self.error.set_result(error)


async def main():
    loop = asyncio.get_running_loop()
    with socket.socket(type=socket.SOCK_DGRAM) as gone:
        gone.bind(("127.0.0.1", 0))
        address = gone.getsockname()
    transport, protocol = await loop.create_datagram_endpoint(Told, remote_addr=address)
    transport.sendto(b"hello?")
    error = await protocol.error
    print(type(error).__name__, error.errno == errno.ECONNREFUSED)
    transport.close()


asyncio.run(main())
