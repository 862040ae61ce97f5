"""In debug mode run_in_executor takes no coroutine function, and still runs what it may."""

import asyncio


async def coroutine():
    pass


async def main():
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 1000
    print(await loop.run_in_executor(None, len, "four"))
    for wrong in coroutine, "no function":
        try:
            await loop.run_in_executor(None, wrong)
        except TypeError as error:
            print(str(error).partition(" at 0x")[0])


asyncio.run(main(), debug=True)
