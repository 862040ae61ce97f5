import asyncio


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        print("server hears", data.decode())
        self.transport.write(data)


class Client(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        transport.write(b"hello")

    def data_received(self, data):
        print("client hears", data.decode())
        self.transport.close()


async def main():
    loop = asyncio.get_running_loop()
    async with await loop.create_server(Echo, "127.0.0.1", 8888):
        await loop.create_connection(Client, "127.0.0.1", 8888)
    print("all closed")


asyncio.run(main())
