"""A cancellation that hits an await inside an async generator goes through it to the consumer."""

import asyncio


async def source():
    try:
        for n in range(2):
            yield n
        print("    source: waits")
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        print("    source: CancelledError")
        raise
    finally:
        print("    source: finally")


async def consumer(generator):
    try:
        async for item in generator:
            print("consumer:", item)
    except asyncio.CancelledError:
        print("consumer: CancelledError")
        raise


async def main():
    generator = source()
    task = asyncio.create_task(consumer(generator))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("cancelled:", task.cancelled())
    print("the generator is over:", await anext(generator, "nothing"))

    # Cancelled between two items, the generator is only suspended, and can be closed.
    async def slow_consumer(generator):
        async for item in generator:
            print("slow consumer:", item)
            await asyncio.get_running_loop().create_future()

    generator = source()
    task = asyncio.create_task(slow_consumer(generator))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("it goes on:", await anext(generator))
    await generator.aclose()


asyncio.run(main())
