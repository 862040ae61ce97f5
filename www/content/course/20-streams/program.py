import asyncio


async def serve(reader, writer):
    while line := await reader.readline():
        await asyncio.sleep(2)
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def client(name, words):
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    for word in words:
        writer.write(f"{word}\n".encode())
        answer = await reader.readline()
        print(name, "hears", answer.decode().strip())
    writer.close()
    await writer.wait_closed()


async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 8888):
        await asyncio.gather(client("Ada", ["hello", "goodbye"]), client("Bob", ["hi"]))
    print("all closed")


asyncio.run(main())
