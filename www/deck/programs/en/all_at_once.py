import asyncio
from time import monotonic

async def ask(city, seconds):
    await asyncio.sleep(seconds)  # the server thinks
    print(city, "answers")

async def main():
    start = monotonic()
    await asyncio.gather(
        ask("Ankara", 3),
        ask("Izmir", 1),
        ask("Trabzon", 2),
    )
    print(round(monotonic() - start), "seconds")

asyncio.run(main())
