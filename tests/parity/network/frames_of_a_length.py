"""A protocol of one's own: each message is its length in four bytes, and so many bytes."""

import asyncio
import struct


async def send(writer, message):
    writer.write(struct.pack("!I", len(message)) + message)
    await writer.drain()


async def receive(reader):
    (length,) = struct.unpack("!I", await reader.readexactly(4))
    return await reader.readexactly(length)


async def serve(reader, writer):
    while True:
        try:
            message = await receive(reader)
        except asyncio.IncompleteReadError as error:
            print("ends with", error.partial)
            break
        await send(writer, message * 2)
    writer.close()


async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for message in b"", b"ab", b"x" * 100_000:
            await send(writer, message)
            print(len(await receive(reader)))
        writer.write(b"\0\0")
        writer.write_eof()
        print(await reader.read())
        writer.close()


asyncio.run(main())
