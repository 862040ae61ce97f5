import asyncio

SECONDS = {"news": 1.2, "projects": 0.6}


async def serve(reader, writer):
    what = (await reader.readline()).decode().strip()
    await asyncio.sleep(SECONDS[what])
    writer.write(f"all {what}".encode())
    writer.close()


async def panel(what):
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    writer.write(f"{what}\n".encode())
    print("drawn:", (await reader.read()).decode())
    writer.close()


async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 8888):
        async with asyncio.TaskGroup() as page:
            page.create_task(panel("news"))
            page.create_task(panel("projects"))
        print("complete")


asyncio.run(main())
