"""create_task şimdi değil, sonra başlatır. Çalıştırmadan önce sırayı tahmin etmeyi deneyin."""

import asyncio


async def cook(dish, minutes):
    print(f"  {dish}: on the stove")
    for minute in range(minutes):
        await asyncio.sleep(0)           # ötekilere sıra ver
        print(f"  {dish}: minute {minute + 1}")
    return dish


async def main():
    print("1. I create a task for soup")
    soup = asyncio.create_task(cook("soup", 3))
    print("2. the soup has not even begun")

    print("3. I await rice directly: no task, so it starts on the spot")
    rice = await cook("rice", 1)
    print(f"4. {rice} is done; is the soup?", soup.done())

    print("5. I await the soup's task")
    print("6.", await soup, "is done")


asyncio.run(main())
