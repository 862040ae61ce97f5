"""await edebilen bir generator: değerler ne zaman gelirse o zaman."""

import asyncio


async def weather(city):
    """Üç kez ölçer; ne olursa olsun termometreyi yerine koyar."""
    print(f"({city}: thermometer out)")
    try:
        for temperature in (21, 23, 22):
            await asyncio.sleep(0.3)
            yield temperature
    finally:
        print(f"({city}: thermometer away)")


async def main():
    async for temperature in weather("Izmir"):
        print("Izmir:", temperature)

    # Comprehension'lar da yapabilir.
    print("warm ones:", [t async for t in weather("Adana") if t > 21])

    # Erken çıkılırsa generator duraklamış kalır. Kapatılırsa finally'si bir gün değil, şimdi çalışır.
    readings = weather("Bursa")
    async for temperature in readings:
        print("Bursa:", temperature, "- that is enough")
        break
    await readings.aclose()


asyncio.run(main())
