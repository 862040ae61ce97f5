"""await her zaman sıra vermez: Bekleyecek bir şeyi olmayan hemen devam eder."""

import asyncio


async def guest():
    for _ in range(3):
        print("  guest: knock, knock")
        await asyncio.sleep(0)


async def is_it_open():
    return False                         # bir coroutine, ama hiçbir şey beklemiyor


async def look(times, pause):
    for n in range(times):
        await is_it_open()               # hemen geri döner: sıra kimseye geçmedi
        if pause and n % 100 == 0:
            await asyncio.sleep(0)       # bu, sıra verir
    print(f"  host: looked {times} times")


async def main():
    print("1. an await that never gives way:")
    knocking = asyncio.create_task(guest())
    await look(2000, pause=False)
    await knocking

    print("2. now and then, one that does:")
    knocking = asyncio.create_task(guest())
    await look(2000, pause=True)
    await knocking


asyncio.run(main())
