import asyncio


async def serve(reader, writer):
    while line := await reader.readline():
        try:
            answer = sum(int(number) for number in line.split())
        except ValueError:
            answer = "?"
        writer.write(f"{answer}\n".encode())
        writer.drain()
    writer.close()


async def client(name, lines):
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    for line in lines.split("/"):
        writer.write(f"{line}\n".encode())
        answer = await reader.readline()
        print(name, "hears", answer.decode().strip() or "nothing")
        await asyncio.sleep(1)
    writer.close()
    await writer.wait_closed()


async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 8888):
        await asyncio.gather(client("Ada", input()), client("Bob", input()))


asyncio.run(main())
