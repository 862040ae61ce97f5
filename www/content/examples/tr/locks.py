"""Bir kişilik kilit, birkaç kişilik semafor."""

import asyncio


async def unsafe(account, name):
    balance = account["lira"]            # oku,
    await asyncio.sleep(0.1)             # bekle (burada sıra başkasına geçer!),
    account["lira"] = balance + 100      # yaz: arada yazanın yazdığı unutulur


async def safe(account, name, lock):
    async with lock:                     # buradan sonra teker teker
        await unsafe(account, name)
    # Şimdi sıradaki devam eder.


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
