"""A closed loop raises RuntimeError and stays closed."""

import asyncio

loop = asyncio.new_event_loop()
pending = loop.call_soon(print, "dropped by close()")
loop.close()
loop.close()
print("closing twice is fine:", loop.is_closed())


async def nothing():
    pass


for name, action in (
    ("call_soon", lambda: loop.call_soon(print)),
    ("call_soon_threadsafe", lambda: loop.call_soon_threadsafe(print)),
    ("call_later", lambda: loop.call_later(1, print)),
    ("call_at", lambda: loop.call_at(1, print)),
    ("run_forever", loop.run_forever),
):
    try:
        action()
    except RuntimeError as error:
        print(f"{name}: {error}")

coro = nothing()
try:
    loop.create_task(coro)
except RuntimeError as error:
    print("create_task:", error)
coro.close()
coro = nothing()
try:
    loop.run_until_complete(coro)
except RuntimeError as error:
    print("run_until_complete:", error)
coro.close()
print("a future can still be made:", loop.create_future().done())
