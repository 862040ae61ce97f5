"""Kimsenin sormadığı bir hata: Program hiçbir şey olmamış gibi devam eder."""

import asyncio


async def pay(lira):
    await asyncio.sleep(0.1)
    if lira > 50:
        raise ValueError(f"there are no {lira} lira in this purse")
    print(f"  {lira} lira are paid")


async def main():
    print("1. a task, and nobody awaits it:")
    task = asyncio.create_task(pay(80))
    await asyncio.sleep(0.3)             # çoktan hata verdi, kimse de bir şey demedi
    print("  was it paid? The program thinks so")
    del task                             # hata veren bir task'ı sormadan bırakan uyarılır

    print("2. a task, and somebody does:")
    task = asyncio.create_task(pay(80))
    try:
        await task                       # hata burada ortaya çıkar
    except ValueError as error:
        print("  not paid:", error)


asyncio.run(main())
