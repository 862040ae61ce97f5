"""A loop's debug flag is off by default, and set_debug turns it on."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    return loop.get_debug()


print("run:", asyncio.run(main()))
print("run(debug=False):", asyncio.run(main(), debug=False))

loop = asyncio.new_event_loop()
print("new loop:", loop.get_debug())
loop.set_debug(True)
print("set:", loop.get_debug())
print("slow callbacks are those of", loop.slow_callback_duration, "s")


async def coroutine_function():
    pass


# In debug mode a coroutine given as a callback is refused at once.
try:
    loop.call_soon(coroutine_function)
except TypeError as error:
    print(error)
try:
    loop.call_soon("not callable")
except TypeError as error:
    print(str(error).split(", got")[0])
loop.set_debug(False)
print("off again:", loop.get_debug())
loop.close()
