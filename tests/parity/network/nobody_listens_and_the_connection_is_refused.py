"""Where nobody listens, connecting raises ConnectionRefusedError; where somebody does, an address is in use."""

import asyncio
import errno
import socket


async def main():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        try:
            await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError as error:
            print(type(error).__name__, error.errno == errno.ECONNREFUSED)
        taken.listen()
        try:
            await asyncio.start_server(print, "127.0.0.1", port)
        except OSError as error:
            print(type(error).__name__, errno.errorcode[error.errno])


asyncio.run(main())
