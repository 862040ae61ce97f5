import asyncio


class Lines(asyncio.Protocol):
    buffer = bytearray()

    def data_received(self, data):
        self.buffer += data
        while (end := self.buffer.find(b"\n")) >= 0:
            print("line:", self.buffer[:end].decode())
            del self.buffer[:end + 1]


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
