"""send_fds and recvmsg_into: a pipe is handed over, and a message fills one buffer after the other."""

import array
import asyncio
import os
import socket


async def main():
    one, other = socket.socketpair()
    read, write = os.pipe()
    socket.send_fds(one, [b"here it is"], [read, write])
    data, descriptors, flags, address = socket.recv_fds(other, 100, 4)
    print(data, len(descriptors), read in descriptors, flags, address)
    os.close(read)
    os.write(write, b"through the pipe")
    print(os.read(descriptors[0], 100))
    for descriptor in [write, *descriptors]:
        os.close(descriptor)

    print(one.sendmsg([b"hello ", bytearray(b"world"), memoryview(b"!")]))
    buffers = [bytearray(4), bytearray(0), array.array("H", [0, 0]), bytearray(9)]
    print(other.recvmsg_into(buffers), buffers)
    one.send(b"more")
    print(other.recvmsg_into(iter([memoryview(bytearray(2))])), other.recv(9))
    one.send(b"even more")
    print(other.recvmsg_into([bytearray(2)], 0, socket.MSG_PEEK), other.recv(9))
    for wrong in [([b"read only"],), (5,), ([bytearray(1)], -1), ([3],)]:
        try:
            other.recvmsg_into(*wrong)
        except (TypeError, ValueError) as error:
            print(error)
    other.setblocking(False)
    try:
        other.recvmsg_into([bytearray(1)])
    except BlockingIOError as error:
        print(error)

    loop = asyncio.get_running_loop()
    arrived = loop.create_future()
    loop.add_reader(other, lambda: arrived.done() or arrived.set_result(other.recvmsg_into([buffers[0]])))
    one.send(b"for the loop")
    print(await arrived, buffers[0])
    loop.remove_reader(other)
    one.close()
    print(other.recv(100), other.recvmsg_into([bytearray(1)]))
    other.close()


asyncio.run(main())
