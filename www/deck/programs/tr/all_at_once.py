import asyncio
from time import monotonic

async def ask(city, seconds):
    await asyncio.sleep(seconds)  # sunucu düşünür
    print(city, "cevap verdi")

async def main():
    start = monotonic()
    await asyncio.gather(
        ask("Ankara", 3),
        ask("İzmir", 1),
        ask("Trabzon", 2),
    )
    print(round(monotonic() - start), "saniye")

asyncio.run(main())
