"""A deadline that is already over still lets the block run up to its first real await."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    for label, cm in (("timeout(0)", asyncio.timeout(0)),
                      ("timeout(-1)", asyncio.timeout(-1)),
                      ("timeout_at(past)", asyncio.timeout_at(loop.time() - 10))):
        try:
            async with cm:
                print(label, "- the block begins")
                await asyncio.sleep(0.1)
                print("never")
        except TimeoutError:
            print(label, "- TimeoutError, expired:", cm.expired())

    # A block that never awaits cannot be interrupted at all.
    async with asyncio.timeout(-1) as cm:
        total = sum(range(1000))
    print("no await, no timeout:", total, cm.expired())


asyncio.run(main())
