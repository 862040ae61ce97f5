"""HTTP over streams: a server and three clients that ask at once."""

import asyncio


async def serve(reader, writer):
    request = await reader.readline()
    while (await reader.readline()).strip():
        pass
    body = f"you asked {request.decode().split()[1]}\n".encode()
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    await writer.drain()
    writer.close()


async def ask(address, path):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    status = await reader.readline()
    headers = {}
    while (line := (await reader.readline()).decode().strip()):
        name, _, value = line.partition(": ")
        headers[name] = value
    body = await reader.readexactly(int(headers["Content-Length"]))
    writer.close()
    return status, headers, body


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        for answer in await asyncio.gather(*(ask(server.sockets[0].getsockname(), f"/{n}") for n in range(3))):
            print(*answer)


asyncio.run(main())
