"""A generator that may await: values that come when they come."""

import asyncio


async def weather(city):
    """Measures three times, and puts the thermometer away, whatever happens."""
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

    # Comprehensions may do it, too.
    print("warm ones:", [t async for t in weather("Adana") if t > 21])

    # Leaving early leaves the generator paused. Close it, and its finally runs now, not some day.
    readings = weather("Bursa")
    async for temperature in readings:
        print("Bursa:", temperature, "- that is enough")
        break
    await readings.aclose()


asyncio.run(main())
