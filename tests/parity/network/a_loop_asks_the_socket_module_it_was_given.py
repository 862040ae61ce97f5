"""A double of `socket` in the module of the loops is asked for addresses."""

import asyncio
import asyncio.base_events
from unittest import mock


async def main():
    loop = asyncio.get_running_loop()
    with mock.patch("asyncio.base_events.socket") as double:
        double.getaddrinfo.side_effect = lambda *arguments: [arguments]
        double.getnameinfo.side_effect = lambda *arguments: arguments
        print(await loop.getaddrinfo("anybody", 80, family=2, type=1, proto=6, flags=4))
        print(await loop.getnameinfo(("anybody", 80), 3))


asyncio.run(main())
