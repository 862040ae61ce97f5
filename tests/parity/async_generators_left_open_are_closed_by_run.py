"""asyncio.run closes async generators that are still open, letting their finally await."""

import asyncio

kept = []


async def source():
    try:
        yield 1
        yield 2
    finally:
        print("source: finally")
        await asyncio.sleep(0)
        print("source: closed after an await")


async def finished():
    yield 1


async def main():
    generator = source()
    kept.append(generator)
    async for item in generator:
        print("item", item)
        break
    async for item in finished():
        print("finished", item)
    print("main: over, one generator open")


asyncio.run(main())
print("run: over")

# The same by hand.
loop = asyncio.new_event_loop()


async def by_hand():
    generator = source()
    kept.append(generator)
    return await anext(generator)


print(loop.run_until_complete(by_hand()))
loop.run_until_complete(loop.shutdown_asyncgens())
print("shut down")
loop.close()
