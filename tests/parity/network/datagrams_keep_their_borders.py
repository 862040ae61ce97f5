"""UDP: what is sent as one arrives as one, with its sender."""

import asyncio


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(data[::-1], address)


class Client(asyncio.DatagramProtocol):
    def __init__(self, expected):
        self.expected = expected
        self.received = []
        self.done = asyncio.get_running_loop().create_future()
        self.lost = asyncio.get_running_loop().create_future()

    def datagram_received(self, data, address):
        self.received.append((data, address))
        if len(self.received) == self.expected:
            self.done.set_result(None)

    def connection_lost(self, error):
        self.lost.set_result(error)


async def main():
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    address = server.get_extra_info("sockname")
    client, protocol = await loop.create_datagram_endpoint(lambda: Client(3), remote_addr=address)
    for word in b"first", b"second", b"":
        client.sendto(word)
    client.sendto(b"third")
    await protocol.done
    for data, sender in protocol.received:
        print(data, sender == address)
    try:
        client.sendto(b"x", ("127.0.0.1", 1))
    except ValueError as error:
        print(error == error, type(error).__name__)
    client.close()
    print(await protocol.lost)
    server.close()


asyncio.run(main())
