"""An address that is none, a server that refuses, speaks something else or sends on: each has its exception."""

import asyncio

try:
    import asyncio101.websockets as websockets
except ImportError:
    import websockets


async def attempt(uri, **options):
    try:
        async with websockets.connect(uri, **options) as websocket:
            print(uri.partition("://")[2].partition("/")[2], "is open:", websocket.response.status_code)
    except Exception as error:
        bases = [base.__name__ for base in type(error).__mro__[1:-2]]
        text = str(error).replace(PORT, "PORT")
        print(f"{type(error).__name__} {bases}: {text}")
        if isinstance(error, websockets.InvalidStatus):
            print(error.response.status_code, bytes(error.response.body))


async def wait(websocket):
    await websocket.wait_closed()


def answer(connection, request):
    match request.path:
        case "/forbidden":
            return connection.respond(403, "Not you.\n")
        case "/moved":
            response = connection.respond(302, "")
            response.headers["Location"] = "/here"
            return response
        case "/round":
            response = connection.respond(307, "")
            response.headers["Location"] = f"ws://localhost:{PORT}/round"
            return response
    return None


ANSWERS = {
    "/silence": b"",
    "/garbage": b"220 this is another protocol\r\n\r\n",
    "/page": b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage",
    "/no_upgrade": b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
    "/wrong_upgrade": b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    "/no_accept": b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    "/wrong_accept": (
        b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Accept: no\r\n\r\n"
    ),
}


async def other_protocol(reader, writer):
    request = await reader.readuntil(b"\r\n\r\n")
    writer.write(ANSWERS[request.split()[1].decode()])
    writer.close()


async def main():
    global PORT
    PORT = "0"
    for uri in ("http://localhost/", "ws:///", "ws://localhost/#part", "localhost", "ws://user@localhost/"):
        await attempt(uri)
    async with websockets.serve(wait, "localhost", 0, process_request=answer) as server:
        PORT = str(server.sockets[0].getsockname()[1])
        for path in ("/", "/forbidden", "/moved"):
            await attempt(f"ws://localhost:{PORT}{path}")
        await attempt(f"ws://localhost:{PORT}/round")
    server = await asyncio.start_server(other_protocol, "localhost", 0)
    PORT = str(server.sockets[0].getsockname()[1])
    for path in ANSWERS:
        await attempt(f"ws://localhost:{PORT}{path}")
    server.close()
    await server.wait_closed()


asyncio.run(main())
