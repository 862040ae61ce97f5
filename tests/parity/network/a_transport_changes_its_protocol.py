"""set_protocol(): from one callback to the next, another protocol is told."""

import asyncio


class Second(asyncio.Protocol):
    def __init__(self, done):
        self.done = done

    def data_received(self, data):
        print("second:", data)

    def connection_lost(self, error):
        self.done.set_result("second")


class First(Second):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        print("first:", data)
        second = Second(self.done)
        self.transport.set_protocol(second)
        print(self.transport.get_protocol() is second)


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    server = await loop.create_server(lambda: First(done), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"one")
    await asyncio.sleep(0.05)
    writer.write(b"two")
    writer.close()
    print("lost by", await done)
    server.close()


asyncio.run(main())
