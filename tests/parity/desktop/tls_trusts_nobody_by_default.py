"""A certificate of nobody's, or of somebody else's, ends the connection before a word is said."""

import asyncio
import os
import ssl

serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
serving.load_cert_chain(os.environ["CERTIFICATES"] + "/localhost.pem")


async def main():
    loop = asyncio.get_running_loop()
    complaints = []
    loop.set_exception_handler(lambda loop, context: complaints.append(context["message"]))
    server = await asyncio.start_server(lambda reader, writer: print("a client!"), "127.0.0.1", 0, ssl=serving)
    host, port = server.sockets[0].getsockname()

    async def connect(name, context):
        try:
            reader, writer = await asyncio.open_connection(host, port, ssl=context, server_hostname=name)
        except ssl.SSLCertVerificationError as error:
            print(name, type(error).__name__, error.reason, error.library)
            print(isinstance(error, ssl.SSLError), isinstance(error, OSError), isinstance(error, ConnectionError))

    await connect("localhost", ssl.create_default_context())
    trusting = ssl.create_default_context(cafile=os.environ["CERTIFICATES"] + "/authority.pem")
    await connect("example.org", trusting)
    await connect("127.0.0.2", trusting)

    careless = ssl.create_default_context()
    careless.check_hostname = False
    careless.verify_mode = ssl.CERT_NONE
    reader, writer = await asyncio.open_connection(host, port, ssl=careless, server_hostname="example.org")
    print(writer.get_extra_info("peercert"))
    writer.close()
    await writer.wait_closed()

    # Who does not speak TLS at all.
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"GET / HTTP/1.0\r\n\r\n")
    print(await reader.read() != b"200")
    writer.close()
    server.close()
    await server.wait_closed()
    print(complaints)


asyncio.run(main())
