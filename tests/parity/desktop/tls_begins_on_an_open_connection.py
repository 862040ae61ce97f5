"""start_tls: two who have talked in the clear go on encrypted, as in SMTP."""

import asyncio
import os
import ssl

serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
serving.load_cert_chain(os.environ["CERTIFICATES"] + "/localhost.pem")
trusting = ssl.create_default_context(cafile=os.environ["CERTIFICATES"] + "/authority.pem")


async def answer(reader, writer):
    print("in the clear:", await reader.readline(), writer.get_extra_info("ssl_object"))
    writer.write(b"go ahead\n")
    await writer.drain()
    await writer.start_tls(serving)
    print("encrypted:", await reader.readline(), writer.get_extra_info("ssl_object").version())
    writer.write(b"I hear you\n")
    await writer.drain()
    print("to the end:", await reader.read())
    writer.close()
    await writer.wait_closed()


async def main():
    answered = []

    async def serve(reader, writer):
        answered.append(asyncio.current_task())
        await answer(reader, writer)

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"may I?\n")
        print(await reader.readline())
        await writer.start_tls(trusting, server_hostname="localhost")
        writer.write(b"secret\n")
        print(await reader.readline())
        writer.close()
        await writer.wait_closed()
        await answered[0]

    loop = asyncio.get_running_loop()
    try:
        await loop.start_tls(writer.transport, asyncio.Protocol(), "no context")
    except TypeError as error:
        print(error)
    one, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, ("127.0.0.1", 0))
    try:
        await loop.start_tls(one, asyncio.Protocol(), trusting)
    except TypeError as error:
        print(str(error).partition(" <")[0], str(error).rpartition("> ")[2])
    one.close()


asyncio.run(main())
