"""SelectorEventLoop(selector): the loop waits with an object of the program's."""

import asyncio
import selectors
import socket


class Told(selectors.DefaultSelector):
    """It counts how often it was asked, and knows what was watched."""

    def __init__(self):
        super().__init__()
        self.asked = 0
        self.registered = 0

    def register(self, *args):
        self.registered += 1
        return super().register(*args)

    def select(self, timeout=None):
        self.asked += 1
        return super().select(timeout)


async def echo(reader, writer):
    writer.write(await reader.readline())
    writer.close()
    await writer.wait_closed()


async def main(told):
    loop = asyncio.get_running_loop()
    print(loop._selector is told, len(told.get_map()))
    asked = told.asked
    await asyncio.sleep(0)
    print(told.asked - asked)
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hello\n")
    print(await reader.read())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()

    one, other = socket.socketpair()
    with one, other:
        ready = asyncio.Event()
        loop.add_reader(one, ready.set)
        key = told.get_key(one.fileno())
        print(key.events == selectors.EVENT_READ, key.data[1])
        other.send(b"x")
        await ready.wait()
        print(loop.remove_reader(one), loop.remove_reader(one))
    future = loop.create_future()
    loop.call_soon_threadsafe(future.set_result, "woken")
    print(await future, told.registered)


told = Told()
loop = asyncio.SelectorEventLoop(told)
loop.run_until_complete(main(told))
loop.close()
print(loop._selector, told.get_map())


class Deaf(selectors.DefaultSelector):
    """It fails at the third time."""

    times = 0

    def select(self, timeout=None):
        self.times += 1
        if self.times == 3:
            raise LookupError("nothing to hear")
        return super().select(timeout)


async def wait():
    while True:
        await asyncio.sleep(0)


loop = asyncio.SelectorEventLoop(Deaf())
try:
    loop.run_until_complete(wait())
except LookupError as error:
    print(repr(error))
for task in asyncio.all_tasks(loop):
    task.cancel()
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        print("cancelled")
loop.close()
