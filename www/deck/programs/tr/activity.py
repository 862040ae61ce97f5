import asyncio

async def panel(name, seconds):
    await asyncio.sleep(seconds)  # yavaş veritabanı
    print("çizildi:", name)

async def main():
    news = asyncio.create_task(panel("haberler", 1.2))
    mine = asyncio.create_task(panel("projeler", 0.6))
    try:
        await asyncio.wait_for(panel("zil", 3), 0.5)
    except TimeoutError:
        print("atlandı: zil")
    await asyncio.gather(news, mine)

asyncio.run(main())
