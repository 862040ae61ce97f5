"""Who closes says a code and a reason, the other end reads them; both know which came first."""

import asyncio
import logging

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets

logging.disable(logging.CRITICAL)


async def tell(who, websocket):
    try:
        await websocket.recv()
    except websockets.ConnectionClosed as error:
        print(f"{who}: {type(error).__name__}: {error}")
        print(f"{who}: {websocket.close_code} {websocket.close_reason!r} {websocket.state!r}")
        print(f"{who}: received {error.rcvd}, sent {error.sent}, {error.rcvd_then_sent}")


async def main():
    over = asyncio.Event()

    async def handler(websocket):
        path = websocket.request.path
        try:
            if path != "/client":
                await websocket.recv()
            if path == "/server":
                await websocket.close(3210, "the server has had enough")
            elif path == "/raise":
                raise RuntimeError("handler")
            elif path == "/abort":
                websocket.transport.abort()
            elif path == "/return":
                return
            await tell("server", websocket)
        finally:
            over.set()

    async with websockets.serve(handler, "localhost", 0) as server:
        port = server.sockets[0].getsockname()[1]
        for path, code, reason in (
            ("/client", 1000, ""),
            ("/client", 1001, "going"),
            ("/client", 4999, "ünlü"),
            ("/server", None, None),
            ("/raise", None, None),
            ("/abort", None, None),
            ("/return", None, None),
        ):
            print(path, code)
            websocket = await websockets.connect(f"ws://localhost:{port}{path}")
            print(websocket.state, websocket.close_code, websocket.close_reason)
            if code is None:
                await websocket.send("now")
            else:
                await websocket.close(code, reason)
            await websocket.wait_closed()
            await over.wait()
            over.clear()
            await tell("client", websocket)
            await websocket.close()
            try:
                await websocket.send("too late")
            except websockets.ConnectionClosed as error:
                print("send:", error)
        for code, reason in ((999, ""), (1005, ""), (1016, ""), (5000, ""), (1000, "x" * 124)):
            websocket = await websockets.connect(f"ws://localhost:{port}/client")
            try:
                await websocket.close(code, reason)
            except websockets.ProtocolError as error:
                print(code, error)
            await websocket.close()
            await over.wait()
            over.clear()
        try:
            async with websockets.connect(f"ws://localhost:{port}/client") as websocket:
                raise LookupError("in the block")
        except LookupError as error:
            print(error)
        await over.wait()


asyncio.run(main())
