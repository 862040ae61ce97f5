"""Each connection has a task of its own: a slow client keeps no other waiting."""

import asyncio


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def client(address, name, turns, log):
    reader, writer = await asyncio.open_connection(*address)
    for number in range(turns):
        writer.write(f"{name} {number}\n".encode())
        log[name].append((await reader.readline()).decode().strip())
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    log = {"a": [], "b": [], "c": []}
    async with asyncio.TaskGroup() as group:
        for name, turns in ("a", 3), ("b", 1), ("c", 5):
            group.create_task(client(address, name, turns, log))
    for name, lines in log.items():
        print(name, lines)
    server.close()
    await server.wait_closed()
    print(server.is_serving(), server.sockets)


asyncio.run(main())
