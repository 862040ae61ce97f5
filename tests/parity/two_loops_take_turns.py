"""Two event loops may live side by side: each runs only its own callbacks, when it is run."""

import asyncio

a, b = asyncio.new_event_loop(), asyncio.new_event_loop()


async def visit(name, other, future):
    print(name, "in its loop:", asyncio.get_running_loop() is loops[name])
    other.call_soon_threadsafe(print, f"    {name} left this in the other loop")
    if future is not None:
        print(name, "has", await future)
    return name


loops = {"a": a, "b": b}
waiting = a.create_future()
task_a = a.create_task(visit("a", b, waiting))
task_b = b.create_task(visit("b", a, None))

a.call_soon(a.stop)
a.run_forever()
print("-- a stopped; task done:", task_a.done())
print(b.run_until_complete(task_b))
print("-- b is through")
waiting.set_result("a result set while no loop ran")
print(a.run_until_complete(task_a))
asyncio.set_event_loop(b)
a.close()
print("closed:", a.is_closed(), b.is_closed())
b.close()
asyncio.set_event_loop(None)
