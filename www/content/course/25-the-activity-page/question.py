import asyncio


async def panel(name, seconds):
    await asyncio.sleep(seconds)
    print(name)


async def main():
    async with asyncio.TaskGroup() as page:
        page.create_task(panel("news", 3))
        try:
            async with asyncio.timeout(1):
                await panel("bell", 9)
        except TimeoutError:
            print("no bell")
        page.create_task(panel("projects", 1))
        print("all asked")
    print("complete")


asyncio.run(main())
