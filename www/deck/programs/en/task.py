import asyncio

async def brew():
    print("water on")
    await asyncio.sleep(3)
    return "tea"

async def main():
    coroutine = brew()
    print("called")
    task = asyncio.create_task(coroutine)
    print("made; done?", task.done())
    print("here is", await task)
    print("done?", task.done())

asyncio.run(main())
