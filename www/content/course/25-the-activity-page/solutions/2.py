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


async def panel(title, *questions, limit=None):
    asking = asyncio.gather(*(ask(*question) for question in questions))
    try:
        print(title, " and ".join(await asyncio.wait_for(asking, limit)))
    except TimeoutError:
        print(title, "too slow")


async def main():
    news, projects, stars, bell = input().split()
    server = await asyncio.start_server(serve, "127.0.0.1", 8888)
    await asyncio.gather(
        panel("news:", ("news", news)),
        panel("projects:", ("projects", projects), ("stars", stars)),
        panel("bell:", ("bell", bell), limit=0.5),
    )
    print("complete")
    server.close()


asyncio.run(main())
