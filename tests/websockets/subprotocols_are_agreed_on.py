"""The server chooses of the subprotocols that both know; without one there is no connection."""

import asyncio

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets


async def attempt(port, offered):
    try:
        async with websockets.connect(f"ws://localhost:{port}", subprotocols=offered) as websocket:
            print(offered, "client:", websocket.subprotocol, "server:", await websocket.recv())
    except websockets.InvalidHandshake as error:
        print(offered, type(error).__name__, error)
        print(error.response.body.decode())


async def main():
    async def handler(websocket):
        await websocket.send(str(websocket.subprotocol))

    async with websockets.serve(handler, "localhost", 0, subprotocols=["chat", "superchat"]) as server:
        port = server.sockets[0].getsockname()[1]
        for offered in (["chat"], ["superchat", "chat"], ["other", "superchat"], ["other"], None):
            await attempt(port, offered)
    async with websockets.serve(handler, "localhost", 0) as server:
        await attempt(server.sockets[0].getsockname()[1], ["chat"])

    def choose(connection, offered):
        return offered[-1] if offered else None

    async with websockets.serve(handler, "localhost", 0, select_subprotocol=choose) as server:
        port = server.sockets[0].getsockname()[1]
        await attempt(port, ["a", "b"])
        await attempt(port, None)
    for wrong in ("chat", ["two words"], [""]):
        try:
            websockets.connect("ws://localhost", subprotocols=wrong)
            await websockets.connect("ws://localhost", subprotocols=wrong)
        except (TypeError, ValueError) as error:
            print(type(error).__name__)


asyncio.run(main())
