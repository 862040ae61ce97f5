import asyncio
import time


async def ask(city, seconds):
    await asyncio.sleep(seconds)  # the server thinks
    print(city, "answers")


async def main():
    start = time.monotonic()
    await ask("Ankara", 3)
    await ask("Izmir", 1)
    await ask("Trabzon", 2)
    print(round(time.monotonic() - start), "seconds")


asyncio.run(main())
