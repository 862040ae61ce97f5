"""localhost is this host, in every family; a number is itself; what nobody knows is an error."""

import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)
    print(found)
    found = await loop.getaddrinfo("localhost", 80, family=socket.AF_INET, type=socket.SOCK_STREAM)
    print(found)
    print(await loop.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))
    try:
        await loop.getaddrinfo("no such host", 80)
    except socket.gaierror as error:
        print(type(error).__name__, error)
    for text in "127.0.0.1", "::1", "300.1.1.1", "1.2.3":
        for family in socket.AF_INET, socket.AF_INET6:
            try:
                print(text, socket.inet_ntop(family, socket.inet_pton(family, text)))
            except OSError as error:
                print(text, error)


asyncio.run(main())
