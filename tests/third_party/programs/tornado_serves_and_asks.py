"""tornado's server, its client and its WebSockets, on asyncio's loop."""

import asyncio
import logging

from tornado import httpclient, web, websocket
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.testing import bind_unused_port


class Hello(web.RequestHandler):
    async def get(self, name):
        await asyncio.sleep(0)
        self.write({"name": name, "question": self.get_argument("question", None)})

    def post(self, name):
        self.write(self.request.body.upper())


class Echo(websocket.WebSocketHandler):
    async def on_message(self, message):
        await self.write_message(message[::-1])

    def on_close(self):
        print("closed", self.close_code, self.close_reason)
        self.application.over.set()


async def main():
    # How long a request took, is not the same each time.
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    application = web.Application([(r"/hello/(\w+)", Hello), (r"/echo", Echo)])
    application.over = asyncio.Event()
    server = HTTPServer(application)
    socket, port = bind_unused_port()
    server.add_sockets([socket])
    client = httpclient.AsyncHTTPClient()
    response = await client.fetch(f"http://127.0.0.1:{port}/hello/world?question=what")
    print(response.code, response.headers["Content-Type"], response.body)
    response = await client.fetch(f"http://127.0.0.1:{port}/hello/world", method="POST", body="words")
    print(response.code, response.body)
    try:
        await client.fetch(f"http://127.0.0.1:{port}/nothing")
    except httpclient.HTTPClientError as error:
        print(error)
    connection = await websocket.websocket_connect(f"ws://127.0.0.1:{port}/echo")
    for message in "one", "two":
        await connection.write_message(message)
        print(await connection.read_message())
    connection.close(4000, "enough")
    await application.over.wait()
    ticks = []
    ticking = PeriodicCallback(lambda: ticks.append(ticks) or len(ticks) < 3 or ticking.stop(), 1)
    ticking.start()
    while ticking.is_running():
        await asyncio.sleep(0)
    print("ticks:", len(ticks), IOLoop.current().asyncio_loop is asyncio.get_running_loop())
    print(await IOLoop.current().run_in_executor(None, sum, [1, 2, 3]))
    client.close()
    server.stop()
    await server.close_all_connections()


asyncio.run(main())
