"""A server with a certificate, and clients that trust it: messages, fragments, pings, large and many, and the end."""

import asyncio
import os
import ssl

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets

serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
serving.load_cert_chain(os.environ["CERTIFICATES"] + "/localhost.pem")
trusting = ssl.create_default_context(cafile=os.environ["CERTIFICATES"] + "/authority.pem")


async def handler(websocket):
    match websocket.request.path:
        case "/echo":
            async for message in websocket:
                await websocket.send(message)
            print("the server:", websocket.close_code, websocket.close_reason)
        case "/many":
            for number in range(1000):
                await websocket.send(f"{number}")
        case "/close":
            await websocket.close(3999, "görüşürüz")


def facts(websocket):
    secured = websocket.transport.get_extra_info("ssl_object")
    print(secured.version(), secured.server_side, secured.server_hostname, websocket.subprotocol)


async def converse(websocket):
    facts(websocket)
    print(websocket.transport.get_extra_info("sslcontext") is trusting, websocket.request.headers["Host"] == PLACE)
    for message in ("text", "", "üç 🐍", b"\x00\xff" * 100_000):
        await websocket.send(message)
        print(await websocket.recv() == message)
    await websocket.send(["frag", "ments"])
    print(await websocket.recv())
    print(await (await websocket.ping()) > 0)
    # Both directions at once, more than the buffers between them hold.
    messages = [bytes([number]) * 100_000 for number in range(50)]

    async def send():
        for message in messages:
            await websocket.send(message)

    async with asyncio.TaskGroup() as group:
        group.create_task(send())
        print([await websocket.recv() for _ in messages] == messages)
    await websocket.close(1000, "that was all")
    print(websocket.close_code, websocket.close_reason)


async def main():
    global PLACE
    options = {"ssl": serving, "subprotocols": ["spoken"]}
    async with websockets.serve(handler, "127.0.0.1", 0, **options) as server:
        port = server.sockets[0].getsockname()[1]
        PLACE = f"localhost:{port}"
        # The name is the address's; where it connects to, and which name is looked for, may be said besides.
        elsewhere = {"ssl": trusting, "host": "127.0.0.1", "subprotocols": ["spoken"]}
        async with websockets.connect(f"wss://{PLACE}/echo", **elsewhere) as websocket:
            await converse(websocket)
        by_number = f"wss://127.0.0.1:{port}/many"
        async with websockets.connect(by_number, ssl=trusting, subprotocols=["spoken"]) as websocket:
            facts(websocket)
            print([message async for message in websocket] == [f"{number}" for number in range(1000)])
        uri = f"wss://127.0.0.1:{port}/close"
        async with websockets.connect(uri, server_hostname="localhost", **elsewhere) as websocket:
            facts(websocket)
            try:
                await websocket.recv()
            except websockets.ConnectionClosedError as error:
                print(error)
        # Many at once, each with its own handshake.
        async with asyncio.TaskGroup() as group:

            async def one(number):
                async with websockets.connect(f"wss://{PLACE}/many", **elsewhere) as websocket:
                    return [await websocket.recv() for _ in range(number)][-1]

            tasks = [group.create_task(one(number)) for number in range(1, 21)]
        print([task.result() for task in tasks])


asyncio.run(main())
