import asyncio
from time import monotonic

async def ask(city, seconds):
    await asyncio.sleep(seconds)  # the server thinks
    print(city, "answers")

async def main():
    start = monotonic()
    await ask("Ankara", 3)
    await ask("Izmir", 1)
    await ask("Trabzon", 2)
    print(round(monotonic() - start), "seconds")

asyncio.run(main())
