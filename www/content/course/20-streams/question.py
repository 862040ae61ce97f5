import asyncio


async def serve(reader, writer):
    name = (await reader.readline()).decode().strip()
    print("hello", name)
    await asyncio.sleep(3)
    writer.write(b"welcome\n")
    print("bye", name)
    writer.close()


async def visit(name, pause):
    await asyncio.sleep(pause)
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    writer.write(f"{name}\n".encode())
    print(name, "hears", (await reader.read()).decode().strip())
    writer.close()


async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 8888):
        await asyncio.gather(visit("Ada", 0), visit("Bob", 1))


asyncio.run(main())
