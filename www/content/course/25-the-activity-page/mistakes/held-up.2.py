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


async def bell_or_not(bell):
    asking = asyncio.create_task(ask("bell", bell))
    done, late = await asyncio.wait([asking], timeout=0.5)
    for task in late:
        task.cancel()
    return "bell: all bell" if done else "bell: too slow"


async def both(projects, stars):
    first = asyncio.create_task(ask("projects", projects))
    second = await ask("stars", stars)
    return f"projects: {await first} and {second}"


async def only(news):
    return "news: " + await ask("news", news)


async def main():
    news, projects, stars, bell = input().split()
    server = await asyncio.start_server(serve, "127.0.0.1", 8888)
    panels = [asyncio.create_task(panel) for panel in (both(projects, stars), only(news), bell_or_not(bell))]
    for panel in panels:
        print(await panel)
    print("complete")
    server.close()


asyncio.run(main())
