import asyncio

async def panel(name, seconds):
    await asyncio.sleep(seconds)  # a slow database
    print("drawn:", name)

async def main():
    news = asyncio.create_task(panel("news", 1.2))
    mine = asyncio.create_task(panel("projects", 0.6))
    try:
        await asyncio.wait_for(panel("bell", 3), 0.5)
    except TimeoutError:
        print("left out: the bell")
    await asyncio.gather(news, mine)

asyncio.run(main())
