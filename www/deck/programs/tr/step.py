import asyncio

async def catch(ball):
    print("Ali topu bekliyor")
    print("Ali", await ball)

async def throw(ball):
    await asyncio.sleep(0)
    print("Oya atıyor")
    ball.set_result("topu tuttu")

async def main():
    ball = asyncio.Future()
    await asyncio.gather(catch(ball), throw(ball))

asyncio.run(main())
