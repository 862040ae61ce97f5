"""Reading and draining look like coroutines of the library, and use what a program replaces of them."""

import asyncio
import inspect


class Counting(asyncio.StreamReader):
    waits = 0

    async def _wait_for_data(self, func_name):
        Counting.waits += 1
        print("waits in", func_name)
        await super()._wait_for_data(func_name)


class Lines(asyncio.StreamReader):
    async def readuntil(self, separator=b"\n"):
        print("readuntil", separator)
        return await super().readuntil(separator)


class Loop(asyncio.SelectorEventLoop):
    def create_future(self):
        self.made = getattr(self, "made", 0) + 1
        return super().create_future()


def feed_soon(reader, *pieces):
    """One in each of the next turns."""
    if pieces:
        piece, *others = pieces
        reader.feed_data(piece)
        asyncio.get_running_loop().call_soon(feed_soon, reader, *others)


async def says(awaitable):
    try:
        print(await awaitable)
    except Exception as error:
        print(type(error).__name__, error, type(error.__context__).__name__)


async def looks():
    reader = asyncio.StreamReader()
    coroutine = reader.read(3)
    print(inspect.iscoroutinefunction(reader.read), inspect.iscoroutine(coroutine), coroutine.__qualname__)
    print(inspect.getcoroutinestate(coroutine), coroutine.cr_await, coroutine.cr_code.co_name)
    task = asyncio.create_task(coroutine)
    await asyncio.sleep(0)
    print(inspect.getcoroutinestate(coroutine), reader._waiter is not None)
    reader.feed_data(b"abcdef")
    print(await task, await reader.read(n=2), inspect.getcoroutinestate(coroutine))
    reader.readline().close()
    print(inspect.signature(asyncio.StreamReader.read), inspect.signature(asyncio.StreamWriter.drain))


async def orders():
    """Each wait takes a turn, what is there takes none."""
    reader = asyncio.StreamReader()
    order = []

    async def reads():
        order.append(await reader.readexactly(2))
        order.append(await reader.readline())
        order.append(await reader.readuntil((b"--", b"-")))
        order.append([line async for line in reader])

    async def counts():
        for turn in range(12):
            order.append(turn)
            await asyncio.sleep(0)

    async def feeds():
        for piece in b"a", b"bline", b" end\nand-", b"1\n2\n", b"3":
            reader.feed_data(piece)
            await asyncio.sleep(0)
        reader.feed_eof()

    await asyncio.gather(reads(), counts(), feeds())
    print(*order)


async def changed():
    reader = Counting()
    asyncio.get_running_loop().call_soon(feed_soon, reader, b"one\n", b"t", b"wo")
    print(await reader.readline(), await reader.readexactly(3), Counting.waits)
    reader = Lines()
    asyncio.get_running_loop().call_soon(feed_soon, reader, b"x\ny\n")
    print(await reader.readline(), await anext(reader))
    reader = asyncio.StreamReader()
    reader.set_exception(OSError("gone"))
    await says(reader.read(1))
    await says(anext(reader))
    reader = asyncio.StreamReader(limit=4)
    reader.feed_data(b"too long\n")
    await says(reader.readline())
    reader = asyncio.StreamReader()
    reader.feed_eof()
    await says(reader.readexactly(2))
    await says(anext(reader, "none"))
    # What an instance has of its own, and what a class gets while one waits.
    reader = asyncio.StreamReader()
    task = asyncio.create_task(reader.readline())
    await asyncio.sleep(0)
    plain = asyncio.StreamReader.readuntil

    async def readuntil(self, separator=b"\n"):
        return b"replaced"

    asyncio.StreamReader.readuntil = readuntil
    try:
        reader.feed_data(b"line\n")
        print(await task, await reader.readline())
    finally:
        asyncio.StreamReader.readuntil = plain
    reader.feed_data(b"as before\n")
    print(await reader.readline())
    reader.readuntil = lambda separator: asyncio.sleep(0, b"of its own")
    print(await reader.readline())


async def drains():
    async def serve(reader, writer):
        while data := await reader.read(100):
            writer.write(data)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"ping")
    print(await writer.drain(), await reader.read(100))
    protocol = writer.transport.get_protocol()
    protocol.pause_writing()
    waiting = asyncio.create_task(writer.drain())
    await asyncio.sleep(0)
    print(waiting.done())
    protocol.resume_writing()
    print(await waiting)
    reader.set_exception(ValueError("what the reader has"))
    await says(writer.drain())
    writer.close()
    server.close()


async def main():
    await looks()
    await orders()
    await changed()
    await drains()


asyncio.run(main())
with asyncio.Runner(loop_factory=Loop) as runner:

    async def own():
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader()
        loop.call_soon(feed_soon, reader, b"abc")
        before = getattr(loop, "made", 0)
        print(await reader.read(3), loop.made - before)

    runner.run(own())
