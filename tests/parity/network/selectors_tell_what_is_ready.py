"""The selectors module on sockets, without a loop."""

import selectors
import socket

with selectors.DefaultSelector() as selector, socket.create_server(("127.0.0.1", 0)) as server:
    server.setblocking(False)
    selector.register(server, selectors.EVENT_READ, "server")
    print(selector.select(0))
    client = socket.create_connection(server.getsockname())
    [(key, mask)] = selector.select(5)
    print(key.data, mask)
    connection, _ = server.accept()
    selector.register(connection, selectors.EVENT_READ | selectors.EVENT_WRITE, "connection")
    [(key, mask)] = selector.select(5)
    print(key.data, mask)
    client.sendall(b"x")
    selector.modify(connection, selectors.EVENT_READ, "reading")
    [(key, mask)] = selector.select(5)
    print(key.data, mask, connection.recv(10))
    selector.unregister(connection)
    client.close()
    connection.close()
    print(len(selector.get_map()))
