"""BufferedProtocol: the transport fills what the protocol gives it."""

import asyncio


class Filled(asyncio.BufferedProtocol):
    def __init__(self, done):
        self.done, self.buffer, self.parts = done, bytearray(4), []

    def get_buffer(self, hint):
        return self.buffer

    def buffer_updated(self, count):
        self.parts.append(bytes(self.buffer[:count]))

    def eof_received(self):
        print("eof")

    def connection_lost(self, error):
        self.done.set_result(error)


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    protocol = Filled(done)
    server = await loop.create_server(lambda: protocol, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"0123456789")
    writer.close()
    print(await done, protocol.parts)
    server.close()


asyncio.run(main())
