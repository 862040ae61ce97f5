import asyncio

class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data.upper())

async def main():
    here = "localhost", 8888
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, *here)
    reader, writer = await asyncio.open_connection(*here)
    writer.write(b"hello\n")
    print(await reader.readline())
    writer.close()
    server.close()

asyncio.run(main())
