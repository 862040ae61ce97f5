"""A future need not be asyncio's: what it lacks is not missed, and what it raises is heard."""

import asyncio


class WithoutGetLoop(asyncio.Future):
    @property
    def get_loop(self):
        raise AttributeError("no get_loop here")


class Foreign:
    """As little as `await` and a task need."""

    _asyncio_future_blocking = False

    def __init__(self, loop):
        self._loop, self._callbacks, self._result = loop, [], None

    def add_done_callback(self, callback, *, context=None):
        self._callbacks.append((callback, context))

    def set_result(self, result):
        self._result = result
        for callback, context in self._callbacks:
            self._loop.call_soon(callback, self, context=context)

    def result(self):
        return self._result

    def __await__(self):
        self._asyncio_future_blocking = True
        yield self
        return self._result


async def main():
    loop = asyncio.get_running_loop()
    future = WithoutGetLoop(loop=loop)
    loop.call_soon(lambda: future.set_result("ours"))
    print(await future)
    foreign = Foreign(loop)
    loop.call_soon(foreign.set_result, "foreign")
    print(await foreign)


asyncio.run(main())
