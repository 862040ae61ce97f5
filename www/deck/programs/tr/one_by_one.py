import asyncio
import time


async def ask(city, seconds):
    await asyncio.sleep(seconds)  # sunucu düşünüyor
    print(city, "cevap verdi")


async def main():
    start = time.monotonic()
    await ask("Ankara", 3)
    await ask("İzmir", 1)
    await ask("Trabzon", 2)
    print(round(time.monotonic() - start), "saniye")


asyncio.run(main())
