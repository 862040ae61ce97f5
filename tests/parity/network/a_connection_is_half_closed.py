"""write_eof() ends one direction: the answer still comes."""

import asyncio


async def serve(reader, writer):
    everything = await reader.read()
    print("server has read to the end:", everything)
    for word in everything.split():
        writer.write(word[::-1] + b" ")
        await writer.drain()
    writer.close()
    await writer.wait_closed()
    print("server is done", writer.is_closing())


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    print(writer.can_write_eof())
    writer.writelines([b"one ", b"two ", b"three"])
    writer.write_eof()
    try:
        writer.write(b"four")
    except RuntimeError as error:
        print(error)
    print(await reader.read())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
