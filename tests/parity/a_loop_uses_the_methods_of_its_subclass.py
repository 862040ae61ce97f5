"""What a subclass of the loop overrides is used by the loop, by `asyncio.run` and by what waits."""

import asyncio


def name(function):
    return getattr(function, "__qualname__", type(function).__name__)


class Loop(asyncio.SelectorEventLoop):
    def create_task(self, coro, **keywords):
        print("create_task", sorted(keywords))
        return super().create_task(coro, **keywords)

    def create_future(self):
        print("create_future")
        return super().create_future()

    def call_soon(self, callback, *args, context=None):
        print("call_soon", name(callback), len(args), context is not None)
        return super().call_soon(callback, *args, context=context)

    def call_later(self, delay, callback, *args, context=None):
        print("call_later", delay, name(callback))
        return super().call_later(delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        print("call_at", name(callback), len(args))
        return super().call_at(when, callback, *args, context=context)

    def run_forever(self):
        print("run_forever")
        super().run_forever()

    def stop(self):
        print("stop")
        super().stop()

    def close(self):
        print("close")
        super().close()

    def set_debug(self, enabled):
        print("set_debug", enabled)
        super().set_debug(enabled)

    def call_exception_handler(self, context):
        print("told", context["message"].split(" at ")[0])

    async def shutdown_asyncgens(self):
        print("shutdown_asyncgens")
        await super().shutdown_asyncgens()

    async def shutdown_default_executor(self, timeout=None):
        print("shutdown_default_executor")
        await super().shutdown_default_executor(timeout)


async def work():
    return 1


async def main():
    await asyncio.sleep(0)
    await asyncio.sleep(0.001)
    await asyncio.gather(work(), work())
    await asyncio.wait_for(work(), 1)
    asyncio.get_running_loop().call_soon(lambda: 1 / 0)
    async with asyncio.timeout(1):
        await asyncio.sleep(0)
    async with asyncio.TaskGroup() as group:
        group.create_task(work())
    queue = asyncio.Queue()
    asyncio.get_running_loop().call_soon(queue.put_nowait, 1)
    await queue.get()


asyncio.run(main(), loop_factory=Loop)
