"""A lock for one, a semaphore for a few."""

import asyncio


async def unsafe(account, name):
    balance = account["lira"]            # read,
    await asyncio.sleep(0.1)             # wait (here somebody else gets a turn!),
    account["lira"] = balance + 100      # write: whoever wrote in between is forgotten


async def safe(account, name, lock):
    async with lock:                     # one at a time from here
        await unsafe(account, name)
    # The next one in line goes on now.


async def visit(name, bridge):
    async with bridge:
        print(f"  {name} is on the bridge")
        await asyncio.sleep(0.3)
    print(f"  {name} is over")


async def main():
    names = ("Ali", "Ayşe", "Can", "Deniz", "Ece")

    account = {"lira": 0}
    await asyncio.gather(*(unsafe(account, name) for name in names))
    print("five times 100, without a lock:", account["lira"])

    account, lock = {"lira": 0}, asyncio.Lock()
    await asyncio.gather(*(safe(account, name, lock) for name in names))
    print("five times 100, with a lock:   ", account["lira"])

    print("the bridge carries two:")
    bridge = asyncio.Semaphore(2)
    await asyncio.gather(*(visit(name, bridge) for name in names))


asyncio.run(main())
