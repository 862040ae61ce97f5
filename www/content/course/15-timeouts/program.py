import asyncio


async def bus(line, seconds):
    try:
        await asyncio.sleep(seconds)
        return f"bus {line}"
    except asyncio.CancelledError:
        print(f"bus {line}: nobody waits")
        raise


async def main():
    try:
        async with asyncio.timeout(5):
            print("caught", await bus(1, 3))
            print("caught", await bus(2, 3))
    except TimeoutError:
        print("too late")
    try:
        print("caught", await asyncio.wait_for(bus(3, 4), 2))
    except TimeoutError:
        print("on foot")


asyncio.run(main())
