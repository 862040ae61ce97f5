"""Protocols over TLS: a connection is made when the handshake is over, and lost when both have said so."""

import asyncio
import os
import ssl

serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
serving.load_cert_chain(os.environ["CERTIFICATES"] + "/localhost.pem")
serving.set_alpn_protocols(["http/1.1", "echo"])
trusting = ssl.create_default_context(cafile=os.environ["CERTIFICATES"] + "/authority.pem")
trusting.set_alpn_protocols(["echo"])


class Told(asyncio.Protocol):
    def __init__(self, greeting=None):
        self.greeting = greeting
        self.received, self.told = b"", []
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        secured = transport.get_extra_info("ssl_object")
        self.told.append(("made", secured.version(), secured.selected_alpn_protocol()))
        if self.greeting:
            transport.write(self.greeting)

    def data_received(self, data):
        self.received += data
        if self.received.endswith(b"."):
            self.told.append(self.received)
            if self.greeting:
                self.transport.close()
            else:
                self.transport.write(self.received[::-1] + b".")

    def eof_received(self):
        self.told.append("end of file")

    def connection_lost(self, error):
        self.told.append(("lost", error))
        self.over.set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    served = []

    def serve():
        served.append(Told())
        return served[-1]

    server = await loop.create_server(serve, "127.0.0.1", 0, ssl=serving)
    host, port = server.sockets[0].getsockname()
    transport, protocol = await loop.create_connection(
        lambda: Told(b"hello."), host, port, ssl=trusting, server_hostname="localhost"
    )
    await protocol.over
    await served[0].over
    print("client:", *protocol.told, sep="\n  ")
    print("server:", *served[0].told, sep="\n  ")
    server.close()
    await server.wait_closed()

    async def tell(**what):
        try:
            await loop.create_connection(asyncio.Protocol, **what)
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)

    await tell(host=host, port=port, server_hostname="localhost")
    await tell(host=host, port=port, ssl_handshake_timeout=1)
    await tell(host="", port=port, ssl=True)


asyncio.run(main())
