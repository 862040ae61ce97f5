"""A server with a certificate and a client that trusts it: what they say is encrypted, and nothing else differs."""

import asyncio
import os
import ssl

serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
serving.load_cert_chain(os.environ["CERTIFICATES"] + "/localhost.pem")
trusting = ssl.create_default_context(cafile=os.environ["CERTIFICATES"] + "/authority.pem")


async def answer(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    print("the client has said that it is done:", reader.at_eof())
    writer.close()


async def main():
    async with await asyncio.start_server(answer, "127.0.0.1", 0, ssl=serving) as server:
        host, port = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(host, port, ssl=trusting, server_hostname="localhost")
        secured = writer.get_extra_info("ssl_object")
        print(secured.version(), secured.server_hostname, secured.server_side)
        print(writer.get_extra_info("cipher")[1:], writer.get_extra_info("compression"))
        certificate = writer.get_extra_info("peercert")
        print(certificate["subject"], certificate["issuer"], certificate["subjectAltName"], certificate["notAfter"])
        print(writer.get_extra_info("sslcontext") is trusting, writer.can_write_eof())
        for word in "one", "two":
            writer.write(f"{word}\n".encode())
            print(await reader.readline())
        writer.writelines([b"", b"many: ", memoryview(b"x" * 50_000), b"\n"])
        print(len(await reader.readline()))
        writer.close()
        await writer.wait_closed()
        print(writer.is_closing())


asyncio.run(main())
