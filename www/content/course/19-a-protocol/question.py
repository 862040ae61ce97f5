import asyncio


class Server(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        print("server hears", data.decode())
        self.transport.write(b"welcome")
        self.transport.close()
        print("close() was called")


class Client(asyncio.Protocol):
    def data_received(self, data):
        print("client hears", data.decode())

    def connection_lost(self, error):
        print("the connection is gone")


async def main():
    async with await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 8888) as server:
        transport, client = await server.get_loop().create_connection(Client, "127.0.0.1", 8888)
        transport.write(b"hello")
        print("hello is written")


asyncio.run(main())
