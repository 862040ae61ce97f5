"""Bir sohbet: Bir istemcinin söylediğini sunucu ötekilerin hepsine gönderir."""

import asyncio

everyone = {}                                # ad -> yazılacak stream


async def serve(reader, writer):
    name = (await reader.readline()).decode().strip()
    everyone[name] = writer
    while line := await reader.readline():
        for other, stream in everyone.items():
            if other != name:
                stream.write(f"{name}: ".encode() + line)
    del everyone[name]
    writer.close()


async def listen(name, reader):
    while line := await reader.readline():
        print(f"{name} hears  {line.decode().strip()}")


async def guest(name, says):
    reader, writer = await asyncio.open_connection("localhost", 9000)
    writer.write(f"{name}\n".encode())
    async with asyncio.TaskGroup() as both:
        both.create_task(listen(name, reader))       # konuşurken dinle de
        for delay, words in says:
            await asyncio.sleep(delay)
            print(f"{name} says   {words}")
            writer.write(f"{words}\n".encode())
        await asyncio.sleep(0.5)
        writer.write_eof()                           # söyleyeceğim bitti; sonunu sunucu getirir
    writer.close()


async def main():
    async with await asyncio.start_server(serve, "localhost", 9000), asyncio.TaskGroup() as room:
        room.create_task(guest("Ada", [(0.1, "good morning"), (0.4, "who is hungry?")]))
        room.create_task(guest("Bob", [(0.2, "morning!"), (0.5, "always")]))
        room.create_task(guest("Eve", [(0.3, "(listens)")]))


asyncio.run(main())
