"""run_until_complete takes a coroutine, a task or a future, and can be called again."""

import asyncio

loop = asyncio.new_event_loop()


async def add(a, b):
    await asyncio.sleep(0)
    return a + b


async def fail():
    raise LookupError("not here")


print("coroutine:", loop.run_until_complete(add(1, 2)))

task = loop.create_task(add(3, 4))
print("task:", loop.run_until_complete(task), task.done())

future = loop.create_future()
loop.call_soon(future.set_result, "set by a callback")
print("future:", loop.run_until_complete(future))
print("a done future:", loop.run_until_complete(future))

try:
    loop.run_until_complete(fail())
except LookupError as error:
    print("exception:", error)

# Work left over from one run goes on in the next.
async def slow_add(a, b):
    for turn in range(6):
        print("    slow_add, turn", turn)
        await asyncio.sleep(0)
    return a + b


left = loop.create_task(slow_add(5, 6))
loop.run_until_complete(asyncio.sleep(0))
print("left over, done?", left.done())
loop.run_until_complete(asyncio.sleep(0))
print("left over, done?", left.done())
print("left over:", loop.run_until_complete(left))
loop.close()
