"""shield: İşi durdurmadan beklemeyi bırak."""

import asyncio


async def save(document):
    for percent in (25, 50, 75, 100):
        await asyncio.sleep(0.2)
        print(f"  saving {document}: {percent} %")
    return "saved"


async def impatient(saving):
    try:
        return await asyncio.shield(saving)
    except asyncio.CancelledError:
        print("I do not wait any longer ...")
        raise


async def main():
    saving = asyncio.create_task(save("thesis"))
    waiting = asyncio.create_task(impatient(saving))
    await asyncio.sleep(0.5)

    waiting.cancel()                     # beklemeyi iptal eder; shield iptali orada durdurur
    try:
        await waiting
    except asyncio.CancelledError:
        print("... and the saving? cancelled:", saving.cancelled())

    # Yarım tez hiç olmamasından kötüdür: Sonunu bekleyen biri hâlâ var.
    print("in the end:", await saving)


asyncio.run(main())
