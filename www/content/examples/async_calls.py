"""Four slow servers: ask them one after the other, then all at once."""

import asyncio
import time

SERVERS = {"ankara": 0.5, "izmir": 0.3, "istanbul": 0.7, "trabzon": 0.4}


async def fetch(server, began):
    print(f"  {time.monotonic() - began:.1f} s  -> {server}")
    await asyncio.sleep(SERVERS[server])     # the server thinks; we have nothing to do
    print(f"  {time.monotonic() - began:.1f} s  <- {server}")
    return len(server)


async def one_after_the_other():
    began = time.monotonic()
    for server in SERVERS:
        await fetch(server, began)           # stand in line
    print(f"sequential: {time.monotonic() - began:.1f} s, the sum of all\n")


async def all_at_once():
    began = time.monotonic()
    await asyncio.gather(*(fetch(server, began) for server in SERVERS))
    print(f"concurrent: {time.monotonic() - began:.1f} s, as long as the slowest")


async def main():
    await one_after_the_other()
    await all_at_once()


# One thread did all of this. No server became faster: we only stopped standing in line.
asyncio.run(main())
