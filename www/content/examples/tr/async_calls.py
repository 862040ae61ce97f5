"""Dört yavaş sunucu: önce tek tek sor, sonra hepsine birden."""

import asyncio
import time

DELAYS = {"ankara": 0.5, "izmir": 0.3, "istanbul": 0.7, "trabzon": 0.4}
ports = {}


async def serve(reader, writer):
    city = (await reader.readline()).decode().strip()
    await asyncio.sleep(DELAYS[city])        # bu sunucu düşünüyor
    writer.write(f"hello from {city}".encode())
    writer.close()


async def fetch(city, began):
    print(f"  {time.monotonic() - began:.1f} s  -> {city}")
    reader, writer = await asyncio.open_connection("127.0.0.1", ports[city])
    writer.write(f"{city}\n".encode())
    answer = await reader.read()             # sunucu düşünüyor; bizim yapacak işimiz yok
    writer.close()
    print(f"  {time.monotonic() - began:.1f} s  <- {answer.decode()}")


async def one_after_the_other():
    began = time.monotonic()
    for city in DELAYS:
        await fetch(city, began)             # sırada bekle
    print(f"sequential: {time.monotonic() - began:.1f} s, the sum of all\n")


async def all_at_once():
    began = time.monotonic()
    await asyncio.gather(*(fetch(city, began) for city in DELAYS))
    print(f"concurrent: {time.monotonic() - began:.1f} s, as long as the slowest")


async def main():
    servers = []
    for city in DELAYS:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        ports[city] = server.sockets[0].getsockname()[1]
        servers.append(server)

    await one_after_the_other()
    await all_at_once()

    for server in servers:
        server.close()
        await server.wait_closed()


# Hepsini tek thread yaptı, sunucuların işini de. Kimse hızlanmadı: Yalnızca sırada beklemeyi bıraktık.
asyncio.run(main())
