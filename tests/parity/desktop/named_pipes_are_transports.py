"""mkfifo: a pipe with a name, both of whose ends a loop has."""

import asyncio
import os
import stat
import tempfile
from pathlib import Path


async def main():
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pipe")
        os.mkfifo(path, 0o600)
        print(stat.filemode(path.stat().st_mode), path.is_fifo())
        for wrong in path, 3, "null\0":
            try:
                os.mkfifo(wrong)
            except (OSError, TypeError, ValueError) as error:
                print(type(error).__name__, error)
        directory = os.open(folder, os.O_RDONLY)
        os.mkfifo("beside", dir_fd=directory)
        os.close(directory)
        print(sorted(os.listdir(folder)))

        reader = asyncio.StreamReader()
        incoming = open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", 0)
        outgoing = open(os.open(path, os.O_WRONLY | os.O_NONBLOCK), "wb", 0)
        reading, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), incoming)
        writing, protocol = await loop.connect_write_pipe(asyncio.Protocol, outgoing)
        writing.write(b"one\ntwo\n")
        print(await reader.readline(), await reader.readline())
        writing.close()
        print(await reader.read())
        reading.close()


asyncio.run(main())
