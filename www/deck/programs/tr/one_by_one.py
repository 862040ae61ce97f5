import asyncio
from time import monotonic

async def ask(city, seconds):
    await asyncio.sleep(seconds)  # sunucu düşünür
    print(city, "cevap verdi")

async def main():
    start = monotonic()
    await ask("Ankara", 3)
    await ask("İzmir", 1)
    await ask("Trabzon", 2)
    print(round(monotonic() - start), "saniye")

asyncio.run(main())
