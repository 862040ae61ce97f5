"""await edilmeyen bir çağrı hiç çalışmaz; Python da bunu söyler."""

import asyncio


async def water_the_plants():
    await asyncio.sleep(0.2)
    print("  the plants are watered")


async def main():
    print("1. called, but not awaited:")
    water_the_plants()                   # yalnızca bir coroutine nesnesi oluşturur ve bırakır
    await asyncio.sleep(0.4)
    print("  ... nothing. See the RuntimeWarning above.")

    print("2. awaited:")
    await water_the_plants()

    print("3. as a task, while I do something else:")
    task = asyncio.create_task(water_the_plants())
    print("  I read the newspaper")
    await task                           # bir referans saklayın: referansı olmayan task kaybolabilir


asyncio.run(main())
