"""connection_made, data_received, eof_received, connection_lost: each protocol's life in order."""

import asyncio


class Noting(asyncio.Protocol):
    def __init__(self, name, done):
        self.name, self.done, self.notes = name, done, []

    def connection_made(self, transport):
        self.transport = transport
        self.notes.append("made")

    def data_received(self, data):
        self.notes.append(data)
        if self.name == "server":
            self.transport.write(b"you said " + data)

    def eof_received(self):
        self.notes.append("eof")

    def connection_lost(self, error):
        self.notes.append(f"lost: {error}")
        self.done.set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    done = [loop.create_future(), loop.create_future()]
    at_server = []

    def accept():
        at_server.append(Noting("server", done[0]))
        return at_server[0]

    server = await loop.create_server(accept, "127.0.0.1", 0)
    transport, protocol = await loop.create_connection(
        lambda: Noting("client", done[1]), *server.sockets[0].getsockname()
    )
    print(transport.get_extra_info("peername") == server.sockets[0].getsockname())
    print(transport.get_protocol() is protocol, transport.is_closing(), transport.can_write_eof())
    transport.write(b"hello")
    transport.write_eof()
    await asyncio.gather(*done)
    print("server:", at_server[0].notes)
    print("client:", protocol.notes)
    print(transport.is_closing())
    server.close()


asyncio.run(main())
