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


async def show_news(news):
    print("news:", await ask("news", news))


async def show_projects(projects, stars):
    ours, theirs = await asyncio.gather(ask("projects", projects), ask("stars", stars))
    print("projects:", ours, "and", theirs)


async def show_bell(bell):
    try:
        async with asyncio.timeout(0.5):
            print("bell:", await ask("bell", bell))
    except TimeoutError:
        print("bell: too slow")


async def main():
    news, projects, stars, bell = input().split()
    server = await asyncio.start_server(serve, "127.0.0.1", 8888)
    async with asyncio.TaskGroup() as page:
        page.create_task(show_news(news))
        page.create_task(show_projects(projects, stars))
        page.create_task(show_bell(bell))
    print("complete")
    server.close()


main()
