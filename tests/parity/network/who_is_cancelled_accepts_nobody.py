"""A connection that comes as sock_accept() is cancelled is there for the next who accepts."""

import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        accepting = asyncio.create_task(loop.sock_accept(listener))
        await asyncio.sleep(0)
        client = socket.create_connection(listener.getsockname())
        loop.call_soon(accepting.cancel)
        print(await asyncio.gather(accepting, return_exceptions=True))
        connection, _ = await asyncio.wait_for(loop.sock_accept(listener), 5)
        print("accepted")
        connection.close()
        client.close()


asyncio.run(main())
