"""Many connections, for long: no byte is lost, and nothing is left of those that are over.

    asyncio101 run [--network loopback] soak.py sequence [--connections 200000]
    asyncio101 run [--network loopback] soak.py crowd [--clients 500] [--seconds 60]

In a sequence each connection is opened when the one before it is over. In a crowd all are open at once and each begins
anew as soon as it has ended, ten times at least; some are cancelled wherever they are, some reset. Who is neither has
its bytes counted and summed up by the other end. In between, descriptors and memory are looked at: a program that has
no connections any more has as many descriptors as before, and takes no more memory than after its first tenth. It ends
with 1 if that is not so.
"""

import argparse
import asyncio
import contextlib
import gc
import os
import random
import socket
import struct
import sys
import time
import zlib

# What a run may take more at its end than after its first tenth, in megabytes.
GROWTH = 8


def descriptors():
    with contextlib.suppress(OSError):
        return len(os.listdir("/proc/self/fd"))
    return 0


def megabytes():
    """Of memory that the process really takes."""
    with contextlib.suppress(OSError), open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


async def answer(reader, writer):
    """Return what comes; at its end, say how much that was."""
    count = total = 0
    try:
        while data := await reader.read(4096):
            count, total = count + len(data), zlib.crc32(data, total)
            writer.write(data)
            await writer.drain()
        writer.write(struct.pack("!QL", count, total))
        await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await writer.wait_closed()


async def converse(port, chance, rounds):
    """Say so many things, and see that all of it comes back: how many bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        count = total = 0
        for _ in range(rounds):
            data = chance.randbytes(chance.choice([1, 10, 100, 1000, 10_000]))
            writer.write(data)
            await writer.drain()
            if await reader.readexactly(len(data)) != data:
                raise AssertionError("what came back was something else")
            count, total = count + len(data), zlib.crc32(data, total)
        writer.write_eof()
        if await reader.read() != struct.pack("!QL", count, total):
            raise AssertionError("the other end has received something else")
        return count
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def reset(port, chance):
    """Break a connection off, with bytes on the way in both directions."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(chance.randbytes(1000))
    await reader.read(1)
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


class Balance:
    """What is left of what a program has used."""

    def __init__(self):
        self.began = time.monotonic()
        self.descriptors = descriptors()
        self.settled = None
        self.lost = 0

    async def look(self, what, done):
        # The other ends close theirs a few turns later.
        for _ in range(1000):
            if len(asyncio.all_tasks()) <= 1 and descriptors() <= self.descriptors:
                break
            await asyncio.sleep(0.001)
        gc.collect()
        now = megabytes()
        if self.settled is None:
            self.settled = now
        seconds = time.monotonic() - self.began
        left = f"{descriptors()} descriptors, {len(asyncio.all_tasks())} tasks, {now:6.1f} MB"
        print(f"{seconds:7.1f} s {done:8} {what}, {left}", flush=True)
        return now

    async def end(self, what, done):
        now = await self.look(what, done)
        problems = []
        if self.lost:
            problems.append(f"{self.lost} connections have lost something")
        if descriptors() > self.descriptors:
            problems.append(f"{descriptors() - self.descriptors} descriptors are left")
        if len(asyncio.all_tasks()) > 1:
            problems.append(f"tasks are left: {asyncio.all_tasks()}")
        if now - self.settled > GROWTH:
            problems.append(f"{now - self.settled:.1f} MB more than at first")
        return problems


async def sequence(port, arguments, chance, balance):
    tenth = max(arguments.connections // 10, 1)
    for number in range(1, arguments.connections + 1):
        try:
            await converse(port, chance, 1)
        except (OSError, EOFError, AssertionError) as error:
            print("lost:", repr(error))
            balance.lost += 1
        if number % tenth == 0:
            await balance.look("connections", number)
    return await balance.end("connections", arguments.connections)


async def crowd(port, arguments, chance, balance):
    counts = {"whole": 0, "cancelled": 0, "reset": 0}

    async def client(seed):
        chance = random.Random(seed)
        kind = chance.choices(["whole", "cancelled", "reset"], [6, 3, 1])[0]
        try:
            if kind == "reset":
                await reset(port, chance)
            elif kind == "cancelled":
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(chance.random() * arguments.clients / 1000):
                        await converse(port, chance, 100)
            else:
                await converse(port, chance, chance.randrange(1, 10))
        except (OSError, EOFError, AssertionError) as error:
            print("lost:", kind, repr(error))
            balance.lost += 1
        counts[kind] += 1

    async def clients(until):
        await client(chance.random())
        while time.monotonic() < until:
            await client(chance.random())

    for tenth in range(1, 11):
        until = balance.began + arguments.seconds * tenth / 10
        async with asyncio.TaskGroup() as group:
            for _ in range(arguments.clients):
                group.create_task(clients(until))
        await balance.look("connections", sum(counts.values()))
    print(*(f"{count} {kind}" for kind, count in counts.items()), sep=", ")
    return await balance.end("connections", sum(counts.values()))


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shape", choices=["sequence", "crowd"])
    parser.add_argument("--connections", type=int, default=200_000)
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    # Two ends of each, and some to spare.
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=arguments.clients)
    port = server.sockets[0].getsockname()[1]
    chance = random.Random(arguments.seed)
    # What the first connection imports and opens for good is no loss.
    await converse(port, chance, 1)
    await asyncio.sleep(0.01)
    shape = {"sequence": sequence, "crowd": crowd}[arguments.shape]
    problems = await shape(port, arguments, chance, Balance())
    server.close()
    await server.wait_closed()
    for problem in problems:
        print(problem)
    sys.exit(bool(problems))


asyncio.run(main())
