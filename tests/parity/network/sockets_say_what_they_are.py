"""Family, type, options and names of sockets, before and after they are connected and closed."""

import socket

with socket.socket() as sock:
    print(sock.family, sock.type, sock.proto, sock.gettimeout(), sock.getsockname())
    for option in socket.SO_REUSEADDR, socket.SO_KEEPALIVE, socket.SO_BROADCAST, socket.SO_ACCEPTCONN:
        print(sock.getsockopt(socket.SOL_SOCKET, option), end=" ")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(sock.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
    print(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    print(sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM)
    for wrong in ("127.0.0.1", 80), ["127.0.0.1", 80], "text", ("127.0.0.1", "80"):
        try:
            sock.bind(wrong) if wrong != ("127.0.0.1", 80) else sock.getpeername()
        except (OSError, TypeError, OverflowError) as error:
            print(type(error).__name__, error)
    sock.bind(("127.0.0.1", 0))
    sock.listen()
    print(sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN), sock.getsockname()[0])
print(sock.fileno(), repr(sock))
try:
    sock.listen()
except OSError as error:
    print(error)
one, other = socket.socketpair()
print(one.family.name, one.getsockname() == "", one.recv_into.__name__)
for sock in one, other:
    sock.close()
for wait in -1, float("nan"):
    try:
        socket.socket().settimeout(wait)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
