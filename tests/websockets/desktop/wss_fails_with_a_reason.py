"""Who is not trusted, has another name, speaks no TLS or says nothing is not connected to: each has its exception."""

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


async def attempt(what, uri, **options):
    try:
        async with websockets.connect(uri, host="127.0.0.1", **options) as websocket:
            print(f"{what}: open, {await websocket.recv()}")
    except Exception as error:
        print(f"{what}: {type(error).__name__}, of the system {isinstance(error, OSError)}")
        if isinstance(error, ssl.SSLCertVerificationError):
            print(" ", error.reason)
        elif isinstance(error, (ValueError, TimeoutError, websockets.SecurityError)):
            print(" ", str(error).replace(PORT, "PORT").replace(PLAIN, "PORT"))


async def greet(websocket):
    await websocket.send(f"welcome to {websocket.request.path}")


def send_on(connection, request):
    there = {"/inside": f"wss://localhost:{PORT}/here", "/outside": f"ws://localhost:{PLAIN}/"}.get(request.path)
    if there is None:
        return None
    response = connection.respond(302, "")
    response.headers["Location"] = there
    return response


async def hear(reader, writer):
    """Takes what comes, and says nothing."""
    await reader.read()
    writer.close()


async def misunderstand(reader, writer):
    """Answers the first word in another protocol."""
    await reader.read(1)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await reader.read()
    writer.close()


async def main():
    global PORT, PLAIN
    secured = websockets.serve(greet, "127.0.0.1", 0, ssl=serving, process_request=send_on)
    async with secured as server, websockets.serve(greet, "127.0.0.1", 0) as plain:
        PORT, PLAIN = (str(it.sockets[0].getsockname()[1]) for it in (server, plain))
        await attempt("trusted", f"wss://localhost:{PORT}/", ssl=trusting)
        await attempt("not trusted", f"wss://localhost:{PORT}/")
        await attempt("not trusted by this context", f"wss://localhost:{PORT}/", ssl=ssl.create_default_context())
        await attempt("another name", f"wss://elsewhere.example:{PORT}/", ssl=trusting)
        await attempt("no TLS wanted", f"wss://localhost:{PORT}/", ssl=None)
        await attempt("TLS, and an address without", f"ws://localhost:{PLAIN}/", ssl=trusting)
        await attempt("sent on inside", f"wss://localhost:{PORT}/inside", ssl=trusting)
        await attempt("sent on outside", f"wss://localhost:{PORT}/outside", ssl=trusting)
    for what, answer, options in (
        ("TLS to a server without", misunderstand, {}),
        ("no answer", hear, {"open_timeout": 0.05}),
    ):
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            PORT = str(server.sockets[0].getsockname()[1])
            await attempt(what, f"wss://localhost:{PORT}/", ssl=trusting, **options)


asyncio.run(main())
