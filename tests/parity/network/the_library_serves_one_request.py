"""socketserver and http.server, unchanged: a request is there before it is handled, all in one thread."""

import http.client
import http.server
import socket
import socketserver


class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline().upper())


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"hello from {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", len(body))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        print("log:", self.requestline)


with (
    socketserver.TCPServer(("127.0.0.1", 0), Upper) as server,
    socket.create_connection(server.server_address) as client,
):
    client.sendall(b"quiet\n")
    server.handle_request()
    print(client.recv(100))

with http.server.HTTPServer(("127.0.0.1", 0), Hello) as server:
    connection = http.client.HTTPConnection(*server.server_address)
    connection.request("GET", "/here")
    server.handle_request()
    answer = connection.getresponse()
    print(answer.status, answer.reason, answer.read())
    connection.close()
