import asyncio


class Lines(asyncio.Protocol):
    def connection_made(self, transport):
        self.reader = asyncio.StreamReader()
        self.reading = asyncio.create_task(self.read())

    def data_received(self, data):
        self.reader.feed_data(data)

    def connection_lost(self, error):
        self.reader.feed_eof()

    async def read(self):
        while (line := await self.reader.readline()).endswith(b"\n"):
            print("line:", line.decode().strip())


async def send(pieces):
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    for piece in pieces.split():
        writer.write(piece.replace("/", "\n").encode())
        await asyncio.sleep(1)
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    async with await loop.create_server(Lines, "127.0.0.1", 8888):
        await asyncio.gather(send(input()), send(input()))


asyncio.run(main())
