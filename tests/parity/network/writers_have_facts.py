"""get_extra_info() of both ends: names, the socket, what is not known."""

import asyncio


async def main():
    at_server = asyncio.get_running_loop().create_future()
    server = await asyncio.start_server(lambda *streams: at_server.set_result(streams), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    _, other = await at_server
    print(writer.get_extra_info("peername") == other.get_extra_info("sockname"))
    print(writer.get_extra_info("sockname") == other.get_extra_info("peername"))
    sock = writer.get_extra_info("socket")
    print(type(sock).__name__, sock.family.name, sock.type.name, sock.gettimeout(), sock.fileno() >= 0)
    print(writer.get_extra_info("compression"), writer.get_extra_info("nothing", "default"))
    print(writer.transport.is_reading(), writer.is_closing())
    for it in writer, other:
        it.close()
        await it.wait_closed()
    print(sock.fileno(), writer.is_closing())
    server.close()


asyncio.run(main())
