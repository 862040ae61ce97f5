"""A writer that is not read pauses its protocol at the high water mark, and goes on at the low one."""

import asyncio


class Writer(asyncio.Protocol):
    def __init__(self):
        self.notes = []
        self.lost = asyncio.get_running_loop().create_future()
        self.resumed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport

    def pause_writing(self):
        self.notes.append("pause")

    def resume_writing(self):
        self.notes.append("resume")
        self.resumed.set_result(None)

    def connection_lost(self, error):
        self.lost.set_result(error)


async def main():
    loop = asyncio.get_running_loop()
    accepted = loop.create_future()
    server = await asyncio.start_server(lambda *streams: accepted.set_result(streams), "127.0.0.1", 0, limit=1000)
    transport, protocol = await loop.create_connection(Writer, *server.sockets[0].getsockname())
    transport.set_write_buffer_limits(high=100_000, low=1000)
    print(transport.get_write_buffer_limits())
    reader, writer = await accepted
    size = 20_000_000
    transport.write(bytes(size))
    print(protocol.notes, transport.get_write_buffer_size() > 100_000)
    received = 0
    while not protocol.resumed.done():
        received += len(await reader.read(1_000_000))
    print(protocol.notes, transport.get_write_buffer_size() <= 1000)
    transport.close()
    while data := await reader.read(1_000_000):
        received += len(data)
    print(received == size, await protocol.lost)
    writer.close()
    server.close()


asyncio.run(main())
