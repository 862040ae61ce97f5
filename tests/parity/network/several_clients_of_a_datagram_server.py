"""One datagram endpoint, three that ask: each answer goes to who asked."""

import asyncio


class Server(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport, self.count = transport, 0

    def datagram_received(self, data, address):
        self.count += 1
        self.transport.sendto(data.upper(), address)


class Client(asyncio.DatagramProtocol):
    def __init__(self):
        self.answer = asyncio.get_running_loop().create_future()

    def datagram_received(self, data, address):
        self.answer.set_result(data)


async def ask(address, word):
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Client, remote_addr=address)
    transport.sendto(word)
    answer = await protocol.answer
    transport.close()
    return answer


async def main():
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Server, local_addr=("127.0.0.1", 0))
    address = transport.get_extra_info("sockname")
    print(await asyncio.gather(*(ask(address, word) for word in (b"one", b"two", b"three"))))
    print(protocol.count)
    transport.close()


asyncio.run(main())
