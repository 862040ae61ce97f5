"""A generator marked as a coroutine may `yield from` what others `await`."""

import asyncio
import types


@types.coroutine
def old_style(name, future):
    print(name, "waits")
    value = yield from future
    print(name, "has", value)
    yield from asyncio.sleep(0)
    return name + " done"


async def new_style(name, future):
    print(name, "waits")
    value = await future
    print(name, "has", value)
    await asyncio.sleep(0)
    return name + " done"


async def main():
    future = asyncio.get_running_loop().create_future()
    old = asyncio.ensure_future(new_wrapper(future))
    new = asyncio.create_task(new_style("await", future))
    await asyncio.sleep(0)
    print("nobody has it yet")
    future.set_result(42)
    print(await old)
    print(await new)


async def new_wrapper(future):
    # A task wants a coroutine; a marked generator is awaited inside one.
    return await old_style("yield from", future)


asyncio.run(main())
