"""Geri basınç: Karşı tarafın okuduğundan hızlı gönderen beklemek zorundadır."""

import asyncio

BLOCK = bytes(1_000_000)


async def slow_reader(reader, writer):
    received = 0
    while data := await reader.read(500_000):
        received += len(data)
        await asyncio.sleep(0.1)             # elindekiyle meşgul
    print(f"          read all {received / 1_000_000:.0f} MB")
    writer.close()


async def main():
    server = await asyncio.start_server(slow_reader, "localhost", 7777, limit=250_000)
    async with server:
        _, writer = await asyncio.open_connection("localhost", 7777)
        loop = asyncio.get_running_loop()
        for number in range(1, 9):
            writer.write(BLOCK)              # hemen bir tampona girer
            before = loop.time()
            await writer.drain()             # tamponda çok şey varken bekler
            waited = loop.time() - before
            print(f"block {number}", "goes" if waited < 0.05 else f"had to wait {waited:.1f} s")
        writer.close()
        await writer.wait_closed()


asyncio.run(main())
