"""Bir sunucu ve istemcileri, hepsi tek programda: Ağ da onun içinde."""

import asyncio


async def serve(reader, writer):
    # Her istemci için bir kez, ayrı bir task olarak çalışır.
    while line := await reader.readline():
        await asyncio.sleep(0.1)             # biraz düşün
        writer.write(line.upper())
        await writer.drain()                 # istemcinin okuduğundan hızlı gitme
    writer.close()


async def client(name, port, words):
    reader, writer = await asyncio.open_connection("localhost", port)
    for word in words:
        writer.write(f"{word}\n".encode())
        answer = await reader.readline()
        print(f"{name} says {word}, hears {answer.decode().strip()}")
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, "localhost", 8888)
    async with server, asyncio.TaskGroup() as clients:
        clients.create_task(client("Ada", 8888, ["hello", "and", "goodbye"]))
        clients.create_task(client("Bob", 8888, ["hi"]))


asyncio.run(main())
