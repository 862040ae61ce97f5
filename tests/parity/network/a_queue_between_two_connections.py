"""A relay: what one client sends goes through a queue to the other."""

import asyncio


async def main():
    queue = asyncio.Queue(maxsize=2)

    async def take(reader, writer):
        async for line in reader:
            await queue.put(line)
        await queue.put(None)
        writer.close()

    async def give(reader, writer):
        while (line := await queue.get()) is not None:
            writer.write(b"> " + line)
            await writer.drain()
        writer.close()

    taking = await asyncio.start_server(take, "127.0.0.1", 0)
    giving = await asyncio.start_server(give, "127.0.0.1", 0)
    _, writer = await asyncio.open_connection(*taking.sockets[0].getsockname())
    reader, other = await asyncio.open_connection(*giving.sockets[0].getsockname())
    for number in range(5):
        writer.write(f"line {number}\n".encode())
    writer.write_eof()
    print((await reader.read()).decode(), end="")
    for it in writer, other, taking, giving:
        it.close()


asyncio.run(main())
