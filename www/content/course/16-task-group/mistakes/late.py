import asyncio


async def load(part, seconds, broken):
    await asyncio.sleep(seconds)
    if part == broken:
        raise ValueError(f"{part} is broken")
    print(part, "is loaded")
    return part


async def main():
    broken = input()
    tasks = [asyncio.create_task(load(*part, broken)) for part in [("text", 1), ("map", 2), ("photo", 9)]]
    done, pending = await asyncio.wait(tasks, timeout=5 if broken != "none" else None)
    for task in pending:
        task.cancel()
    if errors := [task.exception() for task in done if task.exception()]:
        print("no page:", *errors)
    else:
        print("page:", *(task.result() for task in tasks))
    await asyncio.sleep(10)
    print("next page")


asyncio.run(main())
