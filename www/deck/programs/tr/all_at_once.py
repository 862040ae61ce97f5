import asyncio
import time


async def ask(city, seconds):
    await asyncio.sleep(seconds)  # sunucu düşünüyor
    print(city, "cevap verdi")


async def main():
    start = time.monotonic()
    await asyncio.gather(
        ask("Ankara", 3), ask("İzmir", 1), ask("Trabzon", 2)
    )
    print(round(time.monotonic() - start), "saniye")


asyncio.run(main())
