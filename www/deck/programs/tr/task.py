import asyncio

async def brew():
    print("su ocakta")
    await asyncio.sleep(3)
    return "çay"

async def main():
    coroutine = brew()
    print("çağrıldı")
    task = asyncio.create_task(coroutine)
    print("oluştu; bitti mi?", task.done())
    print("hazır:", await task)
    print("bitti mi?", task.done())

asyncio.run(main())
