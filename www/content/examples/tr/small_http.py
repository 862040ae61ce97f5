"""Küçük bir web sunucusu; aynı anda üç kez sorulur."""

import asyncio

PAGES = {"/": "Welcome!", "/slow": "Sorry for the wait."}


async def serve(reader, writer):
    method, path, _ = (await reader.readline()).decode().split()
    while (await reader.readline()).strip():
        pass                                 # boş satıra kadar başlıklar
    if path == "/slow":
        await asyncio.sleep(1)               # bu arada başkalarına hizmet edilir
    body = PAGES.get(path)
    status = "200 OK" if body else "404 Not Found"
    body = body or f"There is no {path} here."
    writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    await writer.drain()
    writer.close()


async def get(path):
    reader, writer = await asyncio.open_connection("localhost", 8000)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    status = (await reader.readline()).decode().strip()
    while (line := await reader.readline()).strip():
        name, _, value = line.decode().partition(": ")
        if name == "Content-Length":
            length = int(value)
    body = (await reader.readexactly(length)).decode()
    print(f"{path:6} {status:22} {body}")
    writer.close()


async def main():
    async with await asyncio.start_server(serve, "localhost", 8000):
        await asyncio.gather(get("/slow"), get("/"), get("/nowhere"))


asyncio.run(main())
