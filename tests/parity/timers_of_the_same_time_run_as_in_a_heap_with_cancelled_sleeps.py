"""A sleep that is cancelled takes its timer away when its task runs, which decides the order of equal times."""
import asyncio
import itertools


async def sleeper(name, delay, told):
    try:
        await asyncio.sleep(delay)
        told.append(name)
    except asyncio.CancelledError:
        told.append(f"-{name}")


async def play(order, cancelled):
    told = []
    loop = asyncio.get_running_loop()
    now = loop.time()
    tasks = {}
    for name in order:
        tasks[name] = asyncio.create_task(sleeper(name, 0.2, told))
        loop.call_at(now + 0.6, told.append, name.upper())
        loop.call_at(now + 0.4, told.append, name.lower() + "2")
    await asyncio.sleep(0)
    for name in cancelled:
        tasks[name].cancel()
        loop.call_at(now + 0.6, told.append, name * 2)
    await asyncio.sleep(0)
    loop.call_at(now + 0.4, told.append, "late")
    await asyncio.sleep(0)
    loop.call_at(now + 0.6, told.append, "later")
    await asyncio.sleep(0.8)
    print(*told)


async def main():
    for order in ("abc", "cab", "abcdefg", "gfedcba"):
        for cancelled in itertools.combinations(order[:4], 2):
            await play(order, cancelled)


asyncio.run(main())
