"""Text comes back as str, bytes as bytes, whatever they were sent as; what is sent in fragments is one message."""

import asyncio

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets


MESSAGES = ("text", "", "üç 🐍", b"bytes", b"", bytearray(b"array"), memoryview(b"view"), b"\x00\xff" * 40_000)


async def echo(websocket):
    try:
        async for message in websocket:
            await websocket.send(message)
    except websockets.ConnectionClosedError as error:
        print("the server:", error)


async def slowly(*items):
    for item in items:
        await asyncio.sleep(0)
        yield item


async def main():
    async with websockets.serve(echo, "localhost", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with websockets.connect(f"ws://localhost:{port}") as websocket:
            for message in MESSAGES:
                await websocket.send(message)
                answer = await websocket.recv()
                print(type(answer).__name__, len(answer), repr(answer[:20]))
            await websocket.send("text as bytes", text=False)
            print(await websocket.recv())
            await websocket.send("bytes as text 🐍".encode(), text=True)
            print(await websocket.recv())
            for fragments in (["one ", "two"], (b"1", bytearray(b"2")), iter("abc"), slowly("later ", "and later"), []):
                await websocket.send(fragments)
            for _ in range(4):
                print(repr(await websocket.recv()))
            await websocket.send("decoded or not")
            print(await websocket.recv(decode=False))
            await websocket.send(b"decoded or not")
            print(await websocket.recv(decode=True))
            await websocket.send("in pieces")
            print([piece async for piece in websocket.recv_streaming()])
            for nonsense in (7, None, {"a": "dict"}, [3]):
                try:
                    await websocket.send(nonsense)
                except TypeError as error:
                    print("TypeError:", error)
                if isinstance(nonsense, list):
                    break
            try:
                await websocket.recv()
            except websockets.ConnectionClosedError as error:
                print(error)


asyncio.run(main())
