"""httpx and its connection pool, asking a server of a few lines: one connection is used again and again."""

import asyncio

import httpx


async def answer(reader, writer):
    while request := await reader.readline():
        length = 0
        while (header := await reader.readline()) != b"\r\n":
            name, _, value = header.decode().partition(":")
            if name.lower() == "content-length":
                length = int(value)
        body = await reader.readexactly(length)
        if request.startswith(b"GET /slow"):
            await asyncio.Event().wait()
        told = request.split()[1] + b" " + body.upper()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(told) + told)
    writer.close()


async def main():
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            for number in range(3):
                response = await client.get(f"/{number}", params={"question": "what"})
                print(response.status_code, response.http_version, response.text)
            response = await client.post("/post", content=b"some words")
            print(response.status_code, response.headers["content-type"], response.text)
            responses = await asyncio.gather(*(client.post("/many", json=[number]) for number in range(5)))
            print(sorted(response.text for response in responses))
            async with client.stream("GET", "/stream") as response:
                print(b"".join([chunk async for chunk in response.aiter_bytes()]))
            try:
                await client.get("/slow", timeout=0.05)
            except httpx.ReadTimeout as error:
                print(type(error).__name__)
        try:
            async with httpx.AsyncClient() as client:
                server.close()
                server.close_clients()
                await server.wait_closed()
                await client.get(f"http://127.0.0.1:{port}/")
        except httpx.ConnectError as error:
            print(type(error).__name__)


asyncio.run(main())
