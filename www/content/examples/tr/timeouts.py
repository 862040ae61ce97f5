"""Beklemek, ama sonsuza kadar değil: asyncio.timeout ve wait_for."""

import asyncio


async def bus(line, delay):
    try:
        await asyncio.sleep(delay)
        return f"bus {line}"
    except asyncio.CancelledError:
        print(f"  bus {line}: nobody at the stop any more")
        raise                            # ortalığı topladıktan sonra iptali sürdür


async def main():
    # Bütün bir bloğun çevresinde: içindekilerin hepsine toplam 0,5 sn.
    try:
        async with asyncio.timeout(0.5):
            print("caught", await bus(1, 0.3))
            print("caught", await bus(2, 0.3))
    except TimeoutError:
        print("no time for the second one")

    # Tek bir awaitable'ın çevresinde.
    try:
        print("caught", await asyncio.wait_for(bus(3, 2), timeout=0.4))
    except TimeoutError:
        print("I walk")

    # Beklerken süre değiştirilebilir.
    async with asyncio.timeout(0.3) as patience:
        print("it rains; I wait longer")
        patience.reschedule(patience.when() + 1)
        print("caught", await bus(4, 0.6))


asyncio.run(main())
