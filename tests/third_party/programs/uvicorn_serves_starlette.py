"""uvicorn serves an application of starlette's: routes, a stream, what runs in a thread, a beginning and an end."""

import asyncio
import contextlib
import json

import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route


@contextlib.asynccontextmanager
async def lifespan(app):
    print("begins")
    yield {"made": "in the beginning"}
    print("ends")


async def hello(request):
    return JSONResponse({"name": request.path_params["name"], "made": request.state.made})


async def afterwards():
    over.set()


def in_a_thread(request):
    return PlainTextResponse("from a thread", background=BackgroundTask(afterwards))


async def stream(request):
    async def numbers():
        for number in range(5):
            await asyncio.sleep(0)
            yield f"{number} "

    return StreamingResponse(numbers())


async def echo(request):
    return PlainTextResponse((await request.body()).upper())


over = asyncio.Event()
app = Starlette(
    routes=[
        Route("/hello/{name}", hello),
        Route("/thread", in_a_thread),
        Route("/stream", stream),
        Route("/echo", echo, methods=["POST"]),
    ],
    lifespan=lifespan,
)


async def ask(port, method, path, body=b""):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"{method} {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    return head.split(b"\r\n")[0].decode(), body


async def main():
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", http="h11", ws="none"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    port = server.servers[0].sockets[0].getsockname()[1]
    status, body = await ask(port, "GET", "/hello/world")
    print(status, json.loads(body))
    for method, path, body in ("GET", "/thread", b""), ("GET", "/stream", b""), ("POST", "/echo", b"words"):
        print(*await ask(port, method, path, body))
    print(*await ask(port, "GET", "/nothing"))
    await over.wait()
    server.should_exit = True
    await serving


asyncio.run(main())
