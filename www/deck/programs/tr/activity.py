import asyncio


async def panel(name, seconds):
    await asyncio.sleep(seconds)  # yavaş bir veritabanı
    print("çizildi:", name)


async def main():
    news = asyncio.create_task(panel("haberler", 1.2))
    projects = asyncio.create_task(panel("projeler", 0.6))
    try:
        await asyncio.wait_for(panel("bildirimler", 3), 0.5)
    except TimeoutError:
        print("atlandı: bildirimler")
    await asyncio.gather(news, projects)


asyncio.run(main())
