"""wrap_socket without a loop: a thread serves, the main thread asks, and a file is sent."""

import asyncio
import http.server
import os
import ssl
import threading
import urllib.request

serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
serving.load_cert_chain(os.environ["CERTIFICATES"] + "/localhost.pem")
trusting = ssl.create_default_context(cafile=os.environ["CERTIFICATES"] + "/authority.pem")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"{self.command} {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
server.socket = serving.wrap_socket(server.socket, server_side=True)
thread = threading.Thread(target=server.serve_forever)
thread.start()
address = f"https://localhost:{server.server_address[1]}/path"


async def main():
    def fetch():
        with urllib.request.urlopen(address, context=trusting) as response:
            return response.status, response.read()

    print(*await asyncio.gather(*(asyncio.to_thread(fetch) for _ in range(3))))
    try:
        urllib.request.urlopen(address)
    except urllib.error.URLError as error:
        print(type(error.reason).__name__)


asyncio.run(main())
server.shutdown()
thread.join()
server.server_close()
