"""What a stream failed with has, where it is raised again, what is being handled there as its context."""

import asyncio


class Silent(asyncio.Transport):
    """It writes nothing, and is open until it is closed."""

    def is_closing(self):
        return False

    def close(self):
        pass


def raised_before():
    try:
        raise ConnectionResetError("before")
    except ConnectionResetError as error:
        return error


async def main():
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    writer = asyncio.StreamWriter(Silent(), protocol, reader, loop)
    for make in lambda: ConnectionResetError("new"), raised_before, lambda: ConnectionAbortedError:
        reader.set_exception(make())
        for name, ask in (
            ("read", lambda: reader.read(1)),
            ("readline", reader.readline),
            ("readuntil", reader.readuntil),
            ("readexactly", lambda: reader.readexactly(1)),
            ("drain", writer.drain),
        ):
            try:
                raise OSError(f"handled by who calls {name}")
            except OSError:
                try:
                    await ask()
                except OSError as error:
                    print(name, repr(error), "in", repr(error.__context__))


asyncio.run(main())
