import asyncio


async def main():
    server = await asyncio.start_server(print, "127.0.0.1", 8888)
    await server.serve_forever()


asyncio.run(main())
