"""Without a loop: recv() waits for what comes, and no longer than settimeout() says."""

import socket
import time

one, other = socket.socketpair()
with one, other:
    other.sendall(b"hello")
    print(one.recv(3), one.recv(100))
    one.settimeout(0.05)
    start = time.monotonic()
    try:
        one.recv(1)
    except TimeoutError as error:
        print(type(error).__name__, error, 0.04 < time.monotonic() - start < 5)
    one.setblocking(False)
    try:
        one.recv(1)
    except BlockingIOError as error:
        print(error)
    other.close()
    print(one.recv(1), one.gettimeout(), one.getblocking())

with socket.create_server(("127.0.0.1", 0)) as server:
    client = socket.create_connection(server.getsockname())
    connection, address = server.accept()
    print(address == client.getsockname())
    with connection, client, client.makefile("rw") as lines:
        lines.write("one line\n")
        lines.flush()
        print(connection.recv(100))
        connection.sendall(b"and back\nand more\n")
        print(lines.readline(), end="")
    print(client.fileno(), client)
