"""What streams refuse, and in which words; arguments may be given by their names."""

import asyncio


async def says(awaitable):
    """What it gives, or what it raises."""
    try:
        print(await awaitable)
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "partial", ""), getattr(error, "consumed", ""))


def refuses(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


class Shouting(asyncio.StreamReader):
    def feed_data(self, data):
        super().feed_data(data.upper())


async def readers():
    reader = Shouting()
    reader.feed_data(data=b"abc")
    print(await reader.read(2), repr(reader))
    for separator in b"", ():
        await says(reader.readuntil(separator))
    reader.feed_data(b"a\r\nb\n")
    print(await reader.readuntil((b"\n", b"\r\n")))
    await says(reader.readexactly(-1))
    reader = asyncio.StreamReader(limit=4)
    reader.feed_data(b"12345678\nrest and more")
    await says(reader.readline())
    await says(reader.readuntil(b"?"))
    await says(reader.readline())
    print(reader)
    reader.feed_data(memoryview(b"tail"))
    reader.feed_eof()
    await says(reader.readexactly(20))
    await says(reader.read())
    print(reader.at_eof())
    refuses(reader.feed_data, b"late")
    refuses(asyncio.StreamReader().feed_data, 5)
    refuses(asyncio.StreamReader, limit=0)
    reader = asyncio.StreamReader()
    reader.set_exception(exc=ValueError("broken"))
    for awaitable in reader.read(1), reader.readline(), reader.readexactly(1), reader.read(0), reader.readexactly(0):
        await says(awaitable)
    reader = asyncio.StreamReader()
    first = asyncio.create_task(reader.read(1))
    await asyncio.sleep(0)
    await says(reader.readexactly(1))
    first.cancel()
    await asyncio.wait([first])
    print(reader)
    reader.feed_data(b"one\ntwo\nthree")
    reader.feed_eof()
    print([line async for line in reader])


async def serve(reader, writer):
    print(writer.get_extra_info("nothing", default=5), writer.can_write_eof(), writer.is_closing())
    refuses(writer.write, "text")
    refuses(writer.writelines, ["text"])
    writer.write(data=b"bytes")
    writer.writelines([b"", bytearray(b", more"), memoryview(b" and more")[4:]])
    writer.write_eof()
    refuses(writer.write, b"late")
    refuses(writer.writelines, [b"late"])
    writer.close()
    await writer.wait_closed()
    await says(writer.drain())


async def main():
    await readers()
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    print(await reader.read())
    writer.close()
    await writer.wait_closed()
    print(writer.transport.get_protocol(), writer.transport.is_reading())
    server.close()
    await server.wait_closed()


asyncio.run(main())
