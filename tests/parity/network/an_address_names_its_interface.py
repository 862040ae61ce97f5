"""A numeric address of IPv6 may name an interface, by its number; and, where it is of one link, by its name."""

import asyncio
import socket

INTERFACES = "1", "01", "7", "4294967295", "4294967296", "lo", "nothing", "", "-1", "1%2"


async def main():
    loop = asyncio.get_running_loop()
    for address in "fe80::1", "feb0::", "fec0::1", "ff02::1", "ff05::1", "::1", "2001:db8::1", "127.0.0.1":
        for interface in INTERFACES:
            host = f"{address}%{interface}"
            try:
                found = await loop.getaddrinfo(host, 80, type=socket.SOCK_STREAM)
            except socket.gaierror as error:
                print(host, error.errno == socket.EAI_NONAME)
            else:
                print(host, *(sockaddr for *_, sockaddr in found))
    print(await loop.getaddrinfo("fe80::1", 80, type=socket.SOCK_STREAM))


asyncio.run(main())
