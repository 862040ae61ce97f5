"""What is sent over TLS arrives in both directions, however much there is at once and wherever it is cut on its way."""

import asyncio
import os
import random
import ssl

serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
serving.load_cert_chain(os.environ["CERTIFICATES"] + "/localhost.pem")
trusting = ssl.create_default_context(cafile=os.environ["CERTIFICATES"] + "/authority.pem")

SIZE = 1_500_000


class End:
    """One end, without a socket: what it sends lies in memory."""

    def __init__(self, context, seed, **options):
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, **options)
        self.data, self.sent, self.received = random.Random(seed).randbytes(SIZE), 0, bytearray()

    def shake_hands(self):
        try:
            self.tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    def send(self, size):
        if self.sent < SIZE:
            self.sent += self.tls.write(self.data[self.sent : self.sent + size])

    def receive(self, size):
        try:
            while True:
                self.received += self.tls.read(size)
        except ssl.SSLWantReadError:
            pass


def carry(sender, receiver, size=-1):
    receiver.incoming.write(sender.outgoing.read(size))


def converse(chance):
    """Does whatever comes next until all of it has arrived."""
    client = End(trusting, 1, server_hostname="localhost")
    server = End(serving, 2, server_side=True)
    shaken = set()
    while len(shaken) < 2:
        for one, other in ((client, server), (server, client)):
            if one.shake_hands():
                shaken.add(one)
            carry(one, other, chance.choice([1, 3, 5, 100, 10_000]))
    while len(client.received) < SIZE or len(server.received) < SIZE:
        one, other = chance.choice([(client, server), (server, client)])
        match chance.randrange(3):
            case 0:
                for _ in range(chance.randrange(1, 8)):
                    one.send(chance.choice([1000, 16_384, 65_536, 100_000]))
            case 1:
                carry(one, other, chance.choice([1, 4, 1000, 16_406, 70_000, SIZE]))
            case 2:
                one.receive(chance.choice([1000, 16_384, 262_144]))
    print(client.received == server.data, server.received == client.data)
    for one, other in ((client, server), (server, client)):
        try:
            one.tls.unwrap()
        except ssl.SSLWantReadError:
            print("has said goodbye")
        carry(one, other)
    client.tls.unwrap()
    # What ends in the middle of a record has not ended well.
    cut = End(trusting, 1, server_hostname="localhost")
    cut.shake_hands()
    cut.incoming.write(b"\x16\x03\x03")
    cut.incoming.write_eof()
    try:
        cut.tls.do_handshake()
    except ssl.SSLError as error:
        print(type(error).__name__)


async def echo(reader, writer):
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def main():
    data = random.Random(3).randbytes(4 * SIZE)
    async with await asyncio.start_server(echo, "127.0.0.1", 0, ssl=serving) as server:
        host, port = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(host, port, ssl=trusting, server_hostname="localhost")

        async def send():
            for at in range(0, len(data), 100_000):
                writer.write(data[at : at + 100_000])
                await writer.drain()

        async with asyncio.TaskGroup() as group:
            group.create_task(send())
            back = await reader.readexactly(len(data))
        print(back == data)
        writer.close()
        await writer.wait_closed()


for seed in range(3):
    converse(random.Random(seed))
asyncio.run(main())
