"""`unittest.mock` makes asynchronous doubles of what is a coroutine function, and no others."""

import asyncio
from unittest import mock


async def main():
    for target, name in (
        (asyncio, "wait_for"),
        (asyncio, "gather"),
        (asyncio, "create_task"),
        (asyncio.Queue, "get"),
        (asyncio.Lock, "acquire"),
        (asyncio.BaseEventLoop, "call_later"),
        (asyncio.BaseEventLoop, "create_connection"),
        (asyncio.BaseEventLoop, "run_in_executor"),
    ):
        with mock.patch.object(target, name) as double:
            print(name, type(double).__name__)
    for cls in asyncio.Queue, asyncio.Lock, asyncio.AbstractEventLoop, asyncio.SelectorEventLoop:
        double = mock.Mock(spec=cls)
        names = [name for name in ("get", "acquire", "create_server", "call_soon") if hasattr(double, name)]
        names = [name for name in names if isinstance(getattr(double, name), mock.AsyncMock)]
        print(cls.__name__, isinstance(double, cls), names)
    loop = asyncio.get_running_loop()
    with mock.patch.object(loop, "call_later", wraps=loop.call_later) as double:
        await asyncio.sleep(0.001)
        print(double.call_count)


asyncio.run(main())
