import asyncio


async def panel(name, seconds):
    await asyncio.sleep(seconds)  # a slow database
    print("drawn:", name)


async def main():
    news = asyncio.create_task(panel("news", 1.2))
    projects = asyncio.create_task(panel("projects", 0.6))
    try:
        await asyncio.wait_for(panel("notifications", 3), 0.5)
    except TimeoutError:
        print("left out: notifications")
    await asyncio.gather(news, projects)


asyncio.run(main())
