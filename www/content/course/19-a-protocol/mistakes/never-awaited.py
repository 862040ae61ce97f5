import asyncio


class Lines(asyncio.Protocol):
    def connection_made(self, transport):
        self.rest = b""

    def data_received(self, data):
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            print("line:", line.decode())


async def send(pieces):
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    for piece in pieces.split():
        writer.write(piece.replace("/", "\n").encode())
        asyncio.sleep(1)
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    async with await loop.create_server(Lines, "127.0.0.1", 8888):
        await asyncio.gather(send(input()), send(input()))


asyncio.run(main())
