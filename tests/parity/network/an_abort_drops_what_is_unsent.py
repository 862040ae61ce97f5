"""abort() closes at once: what is in the buffer is lost, and the protocol hears of no error."""

import asyncio


class Quiet(asyncio.Protocol):
    def __init__(self):
        self.lost = asyncio.get_running_loop().create_future()

    def connection_lost(self, error):
        self.lost.set_result(error)


async def main():
    loop = asyncio.get_running_loop()
    accepted = loop.create_future()
    server = await asyncio.start_server(lambda *streams: accepted.set_result(streams), "127.0.0.1", 0)
    transport, protocol = await loop.create_connection(Quiet, *server.sockets[0].getsockname())
    reader, writer = await accepted
    transport.write(bytes(10_000_000))
    print(transport.get_write_buffer_size() > 0)
    transport.abort()
    print(transport.is_closing(), await protocol.lost, transport.get_write_buffer_size())
    data = await reader.read()
    print(0 < len(data) < 10_000_000)
    writer.close()
    server.close()


asyncio.run(main())
