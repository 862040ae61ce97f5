"""Four slow servers: ask them one after the other, then all at once."""

import asyncio
import time

DELAYS = {"ankara": 0.5, "izmir": 0.3, "istanbul": 0.7, "trabzon": 0.4}
ports = {}


async def serve(reader, writer):
    city = (await reader.readline()).decode().strip()
    await asyncio.sleep(DELAYS[city])        # this server thinks
    writer.write(f"hello from {city}".encode())
    writer.close()


async def fetch(city, began):
    print(f"  {time.monotonic() - began:.1f} s  -> {city}")
    reader, writer = await asyncio.open_connection("127.0.0.1", ports[city])
    writer.write(f"{city}\n".encode())
    answer = await reader.read()             # the server thinks; we have nothing to do
    writer.close()
    print(f"  {time.monotonic() - began:.1f} s  <- {answer.decode()}")


async def one_after_the_other():
    began = time.monotonic()
    for city in DELAYS:
        await fetch(city, began)             # stand in line
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


# One thread did all of this, the servers' work too. Nobody became faster: we only stopped standing in line.
asyncio.run(main())
