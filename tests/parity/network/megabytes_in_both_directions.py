"""Both ends send more than any buffer holds, at once, and read meanwhile: nothing is lost, nothing is stuck."""

import asyncio
import hashlib

ONE, OTHER = bytes(range(256)) * 8000, bytes(reversed(range(256))) * 8000


async def exchange(reader, writer, mine):
    async def send():
        for start in range(0, len(mine), 100_000):
            writer.write(mine[start : start + 100_000])
            await writer.drain()
        writer.write_eof()

    sending = asyncio.create_task(send())
    received = await reader.read()
    await sending
    writer.close()
    return hashlib.sha256(received).hexdigest()


async def main():
    served = asyncio.get_running_loop().create_future()

    async def serve(reader, writer):
        served.set_result(await exchange(reader, writer, ONE))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    print(await exchange(reader, writer, OTHER) == hashlib.sha256(ONE).hexdigest())
    print(await served == hashlib.sha256(OTHER).hexdigest())
    server.close()


asyncio.run(main())
