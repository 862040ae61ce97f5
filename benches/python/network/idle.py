"""What an idle connection costs: so many are opened from here to a server here, and the memory of both ends is told.

Prints bytes for each connection (both ends, Protocols that do nothing), as the resident size of the process says.
"""

import asyncio
import gc
import resource
import sys

COUNT = 9_900


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


async def main():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2 * COUNT + 100:
        sys.exit(f"{2 * COUNT + 100} open files are needed, {hard} are allowed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(asyncio.Protocol, "127.0.0.1", 0, backlog=1000)
    address = server.sockets[0].getsockname()
    gc.collect()
    before = resident()
    connections = [await loop.create_connection(asyncio.Protocol, *address) for _ in range(COUNT)]
    gc.collect()
    print(round((resident() - before) / COUNT))
    for transport, _ in connections:
        transport.abort()


asyncio.run(main())
