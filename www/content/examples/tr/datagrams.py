"""UDP: bağlantısız mesajlar. Her biri bütün olarak, göndereniyle gelir; ya da hiç gelmez."""

import asyncio


class Clock(asyncio.DatagramProtocol):
    """Sorana cevap verir."""

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, sender):
        print(f"the clock is asked: {data.decode()}")
        now = asyncio.get_running_loop().time() - began
        self.transport.sendto(f"{now:.1f} s".encode(), sender)


class Asker(asyncio.DatagramProtocol):
    def __init__(self):
        self.answers = asyncio.Queue()

    def datagram_received(self, data, sender):
        self.answers.put_nowait(data.decode())


async def main():
    global began
    loop = asyncio.get_running_loop()
    began = loop.time()
    clock, _ = await loop.create_datagram_endpoint(Clock, local_addr=("127.0.0.1", 3700))
    asker, protocol = await loop.create_datagram_endpoint(Asker, remote_addr=("127.0.0.1", 3700))
    for number in range(3):
        asker.sendto(f"question {number}".encode())
        try:
            print("it is", await asyncio.wait_for(protocol.answers.get(), 1))
        except TimeoutError:
            print("lost on the way: nobody is told")
        await asyncio.sleep(0.5)
    asker.close()
    clock.close()


asyncio.run(main())
