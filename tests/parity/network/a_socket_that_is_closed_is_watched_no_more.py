"""Whoever watches a socket can stop that after it has been closed, when it has no number any more."""

import asyncio
import socket


class Numbered:
    """Something with a file descriptor, which it has not always."""

    def __init__(self, sock):
        self.sock = sock

    def fileno(self):
        if self.sock is None:
            raise ValueError("closed")
        return self.sock.fileno()


async def main():
    loop = asyncio.get_running_loop()
    for direction in "reader", "writer":
        add, remove = getattr(loop, f"add_{direction}"), getattr(loop, f"remove_{direction}")
        one, other = socket.socketpair()
        add(one, print, "never called")
        one.close()
        print(direction, one.fileno(), remove(one))
        try:
            print(remove(one))
        except ValueError as error:
            print("not watched:", error)
        # Its number is free again, and somebody else's.
        again, more = socket.socketpair()
        print("the number is of no interest:", remove(again))
        for sock in other, again, more:
            sock.close()
    one, other = socket.socketpair()
    numbered = Numbered(one)
    loop.add_reader(numbered, print, "never called")
    print("by number:", loop.remove_reader(one.fileno()))
    loop.add_reader(one.fileno(), print, "never called")
    print("by object:", loop.remove_reader(numbered))
    numbered.sock = None
    for file in numbered, object():
        try:
            loop.remove_reader(file)
        except ValueError as error:
            print(str(error).partition(":")[0])
    one.close()
    other.close()


asyncio.run(main())
