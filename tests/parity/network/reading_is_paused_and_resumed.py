"""pause_reading() keeps data_received() from being called; nothing is lost meanwhile."""

import asyncio


class Careful(asyncio.Protocol):
    def __init__(self, done):
        self.done, self.received = done, bytearray()

    def connection_made(self, transport):
        self.transport = transport
        print("reading:", transport.is_reading())
        transport.pause_reading()
        print("reading:", transport.is_reading())

    def data_received(self, data):
        self.received += data

    def connection_lost(self, error):
        self.done.set_result(bytes(self.received))


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    protocol = Careful(done)
    server = await loop.create_server(lambda: protocol, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hello")
    await asyncio.sleep(0.05)
    print(bytes(protocol.received))
    protocol.transport.pause_reading()
    protocol.transport.resume_reading()
    protocol.transport.resume_reading()
    writer.write(b" world")
    writer.close()
    print(await done, protocol.transport.is_reading())
    server.close()


asyncio.run(main())
