import asyncio


async def serve(reader, writer):
    what, seconds = (await reader.readline()).decode().split()
    await asyncio.sleep(float(seconds))
    writer.write(f"all {what}".encode())
    writer.close()


async def ask(what, seconds):
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    try:
        writer.write(f"{what} {seconds}\n".encode())
        return (await reader.read()).decode()
    finally:
        writer.close()


async def main():
    news, projects, stars, bell = input().split()
    server = await asyncio.start_server(serve, "127.0.0.1", 8888)
    print("news:", await ask("news", news))
    print("projects:", await ask("projects", projects), "and", await ask("stars", stars))
    print("bell:", await ask("bell", bell))
    print("complete")
    server.close()


asyncio.run(main())
