"""An echo server made of a Protocol. It prints its port."""

import asyncio
import sys

if len(sys.argv) > 1:
    # Another loop: uvloop, rloop.
    asyncio.set_event_loop_policy(__import__(sys.argv[1]).EventLoopPolicy())


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


async def main():
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Some loops have no serve_forever().
    await asyncio.get_running_loop().create_future()


asyncio.run(main())
