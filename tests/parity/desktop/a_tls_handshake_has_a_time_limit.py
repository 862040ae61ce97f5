"""Who connects and then says nothing is left after ssl_handshake_timeout; a cancelled one leaves at once."""

import asyncio
import os
import ssl

trusting = ssl.create_default_context(cafile=os.environ["CERTIFICATES"] + "/authority.pem")


async def say_nothing(reader, writer):
    print("heard a hello:", len(await reader.read(5)))
    await reader.read()
    writer.close()


async def main():
    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        try:
            await asyncio.open_connection(
                host, port, ssl=trusting, server_hostname="localhost", ssl_handshake_timeout=0.05
            )
        except ConnectionAbortedError as error:
            print(error)
        try:
            async with asyncio.timeout(0.05):
                await asyncio.open_connection(host, port, ssl=trusting, server_hostname="localhost")
        except TimeoutError:
            print("not in time")


asyncio.run(main())
