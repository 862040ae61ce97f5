"""A hundred connections at the same time: each gets its own answer."""

import asyncio


async def square(reader, writer):
    number = int(await reader.readline())
    await asyncio.sleep(0.01)
    writer.write(f"{number * number}\n".encode())
    writer.close()


async def ask(address, number):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(f"{number}\n".encode())
    answer = int(await reader.readline())
    writer.close()
    await writer.wait_closed()
    return answer


async def main():
    async with await asyncio.start_server(square, "127.0.0.1", 0, backlog=200) as server:
        address = server.sockets[0].getsockname()
        answers = await asyncio.gather(*(ask(address, number) for number in range(100)))
        print(answers == [number * number for number in range(100)], sum(answers))


asyncio.run(main())
