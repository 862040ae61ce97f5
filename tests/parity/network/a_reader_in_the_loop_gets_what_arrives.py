"""add_reader and add_writer call while a socket is ready, and no longer."""

import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    one, other = socket.socketpair()
    with one, other:
        one.setblocking(False)
        done = loop.create_future()
        received = []
        written = 0

        def read():
            received.append(one.recv(2))
            if b"".join(received) == b"abcdef":
                print(received, loop.remove_reader(one), loop.remove_reader(one))
                done.set_result(None)

        def write():
            nonlocal written
            written += 1
            if written == 3:
                print("written three times", loop.remove_writer(other))
                other.send(b"abcdef")

        loop.add_reader(one, read)
        loop.add_writer(other, write)
        await done
        print(len(received))


asyncio.run(main())
