import asyncio


async def catch(ball):
    print("Ali waits")
    print("Ali has", await ball)


async def throw(ball):
    await asyncio.sleep(0)
    print("Oya throws")
    ball.set_result("ball")
    print("Oya ends")


async def main():
    ball = asyncio.Future()
    await asyncio.gather(catch(ball), throw(ball))


asyncio.run(main())
