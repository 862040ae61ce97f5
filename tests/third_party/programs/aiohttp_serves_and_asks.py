"""aiohttp at both ends: a request, a body in pieces, a WebSocket, and a request that is given up."""

import asyncio

import aiohttp
from aiohttp import web


async def hello(request):
    return web.json_response({"name": request.match_info["name"], "query": dict(request.query)})


async def pieces(request):
    response = web.StreamResponse()
    await response.prepare(request)
    async for chunk in request.content.iter_chunked(1000):
        await response.write(chunk[::-1])
    await response.write_eof()
    return response


async def talk(request):
    websocket = web.WebSocketResponse()
    await websocket.prepare(request)
    async for message in websocket:
        if message.data == "close":
            await websocket.close(code=4000, message=b"as you wish")
        elif message.type is aiohttp.WSMsgType.TEXT:
            await websocket.send_str(message.data.upper())
    return websocket


async def never(request):
    await asyncio.Event().wait()


async def main():
    app = web.Application()
    app.add_routes(
        [web.get("/hello/{name}", hello), web.post("/pieces", pieces), web.get("/talk", talk), web.get("/never", never)]
    )
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession(base) as session:
        async with session.get("/hello/world", params={"a": "1"}) as response:
            print(response.status, response.content_type, await response.json())
        async with session.post("/pieces", data=bytes(range(10)) * 1000) as response:
            body = await response.read()
            print(response.status, len(body), body[:5])
        async with session.get("/nothing") as response:
            print(response.status, await response.text())
        async with session.ws_connect("/talk") as websocket:
            for word in "one", "two":
                await websocket.send_str(word)
                print(await websocket.receive_str())
            await websocket.send_str("close")
            message = await websocket.receive()
            print(message.type.name, websocket.close_code, message.extra)
        try:
            async with session.get("/never", timeout=aiohttp.ClientTimeout(total=0.05)):
                pass
        except TimeoutError as error:
            print(type(error).__name__)
        bodies = await asyncio.gather(*(ask(session, number) for number in range(5)))
        print(bodies)
    await runner.cleanup()


async def ask(session, number):
    async with session.get(f"/hello/{number}") as response:
        return (await response.json())["name"]


asyncio.run(main())
