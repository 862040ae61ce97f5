"""reschedule moves a timeout's deadline, takes it away, or makes it due at once."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()

    async with asyncio.timeout(0.03) as cm:
        deadline = loop.time() + 1000
        cm.reschedule(deadline)
        print("moved:", cm.when() == deadline)
        await asyncio.sleep(0.06)
        print("outlived the first deadline; expired:", cm.expired())
        cm.reschedule(None)
        print("none:", cm.when())

    try:
        async with asyncio.timeout(None) as cm:
            cm.reschedule(loop.time() - 1)
            await loop.create_future()
    except TimeoutError:
        print("due at once; expired:", cm.expired())

    try:
        cm.reschedule(loop.time() + 1)
    except RuntimeError as error:
        print(error)


asyncio.run(main())
