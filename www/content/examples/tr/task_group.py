"""TaskGroup task'larını bir arada tutar: Hiçbiri kaybolmaz, bir hata hepsini durdurur."""

import asyncio


async def carry(name, seconds):
    try:
        await asyncio.sleep(seconds)
        print(f"  {name} is in the van")
    except asyncio.CancelledError:
        print(f"  {name} is put down again")
        raise


async def drop(name, seconds):
    await asyncio.sleep(seconds)
    print(f"  {name} falls!")
    raise RuntimeError(f"{name} is broken")


async def main():
    print("The first flat:")
    async with asyncio.TaskGroup() as group:
        group.create_task(carry("the chair", 0.2))
        group.create_task(carry("the table", 0.5))
    print("Everything is in the van. That is certain here.\n")

    print("The second flat:")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(carry("the lamp", 0.2))
            group.create_task(drop("the mirror", 0.4))
            group.create_task(carry("the piano", 5))
    except* RuntimeError as errors:      # birkaçı birden bozulabilir: bu da bir gruptur
        for error in errors.exceptions:
            print("The move ends here:", error)


asyncio.run(main())
