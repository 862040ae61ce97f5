"""What is given as a context may be anything. Whether it is good for something shows when it is used."""

import asyncio


class Loud:
    """No context, but it can run something."""

    def run(self, function, *args):
        print("run by", type(self).__name__, len(args))
        return function(*args)


def told(loop, context):
    print("told:", type(context["exception"]).__name__, context["exception"])


async def work():
    await asyncio.sleep(0)
    return "worked"


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(told)
    loop.call_soon(print, "in a context of its own", context=Loud())
    handle = loop.call_soon(print, "never printed", context="no context")
    print(handle.get_context())
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    future = loop.create_future()
    future.add_done_callback(lambda future: print("called back"), context=Loud())
    future.add_done_callback(print, context=7)
    print([type(context).__name__ for _, context in future._callbacks])
    future.set_result(1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    task = asyncio.create_task(work(), context=Loud())
    print(type(task.get_context()).__name__, await task)


asyncio.run(main())
