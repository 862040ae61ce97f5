"""A Runner runs one coroutine after the other in the same loop and the same context."""

import asyncio
import contextvars

var = contextvars.ContextVar("var", default="unset")


async def visit(name):
    before = var.get()
    var.set(name)
    await asyncio.sleep(0)
    return before, asyncio.get_running_loop()


with asyncio.Runner() as runner:
    before, first = runner.run(visit("one"))
    print("one found", before)
    before, second = runner.run(visit("two"))
    print("two found", before, "in the same loop:", first is second, runner.get_loop() is first)
    before, _ = runner.run(visit("three"), context=contextvars.Context())
    print("three, with a context of its own, found", before)
    print("four found", runner.run(visit("four"))[0])
    print("outside:", var.get())
    try:
        runner.run(print)
    except (TypeError, ValueError):
        print("print is no coroutine")
print("closed with the runner:", first.is_closed())
coro = visit("five")
try:
    runner.run(coro)
except RuntimeError as error:
    print(error)
coro.close()

made = []


def factory():
    made.append(asyncio.new_event_loop())
    return made[-1]


with asyncio.Runner(loop_factory=factory) as runner:
    print("the factory's loop:", runner.run(visit("six"))[1] is made[0], len(made))
