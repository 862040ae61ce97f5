"""aiofiles: files read and written in threads, line by line and as a whole."""

import asyncio
import pathlib
import tempfile

import aiofiles
import aiofiles.os
import aiofiles.tempfile


async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "words.txt"
        async with aiofiles.open(path, "w") as file:
            await file.writelines(f"{word}\n" for word in ("one", "two", "three"))
            print(await file.tell())
        async with aiofiles.open(path) as file:
            print([line async for line in file])
            await file.seek(4)
            print(await file.readline(), await file.read())
        async with aiofiles.open(path, "rb") as file:
            buffer = bytearray(5)
            print(await file.readinto(buffer), bytes(buffer))
        print((await aiofiles.os.stat(path)).st_size, await aiofiles.os.path.exists(path))
        await aiofiles.os.rename(path, path.with_suffix(".old"))
        print(await aiofiles.os.listdir(folder))
        await asyncio.gather(*(write(folder, number) for number in range(10)))
        print(sorted(await aiofiles.os.listdir(folder)))
        try:
            async with aiofiles.open(path):
                pass
        except FileNotFoundError as error:
            print(type(error).__name__)
    async with aiofiles.tempfile.TemporaryFile("wb+") as file:
        await file.write(b"for a moment")
        await file.seek(4)
        print(await file.read())


async def write(folder, number):
    async with aiofiles.open(f"{folder}/{number}", "wb") as file:
        await file.write(b"%d" % number)


asyncio.run(main())
