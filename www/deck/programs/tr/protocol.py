import asyncio


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
    def data_received(self, data):
        self.transport.write(data.upper())


async def main():
    loop = asyncio.get_running_loop()
    async with await loop.create_server(Echo, "localhost", 8888):
        r, w = await asyncio.open_connection("localhost", 8888)
        w.write(b"merhaba\n")
        print(await r.readline())
        w.close()


asyncio.run(main())
