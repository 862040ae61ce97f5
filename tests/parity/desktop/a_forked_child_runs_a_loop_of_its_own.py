"""A child that is forked off inside a task has no running loop, hears its own signals, and leaves the parent's."""

import asyncio
import os
import signal


def in_the_child():
    try:
        asyncio.get_running_loop()
    except RuntimeError as error:
        yield str(error)
    try:
        asyncio.current_task()
    except RuntimeError as error:
        yield str(error)

    async def hear():
        loop = asyncio.get_running_loop()
        heard = loop.create_future()
        loop.add_signal_handler(signal.SIGUSR1, heard.set_result, "the child heard it")
        os.kill(os.getpid(), signal.SIGUSR1)
        return await heard

    yield asyncio.run(hear())


async def main():
    loop = asyncio.get_running_loop()
    heard = []
    loop.add_signal_handler(signal.SIGUSR1, heard.append, "the parent heard it")
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            text = "\n".join(in_the_child())
        except BaseException as error:
            text = repr(error)
        os.write(write, text.encode())
        os._exit(0)
    os.close(write)
    told = loop.create_future()
    loop.add_reader(read, lambda: told.set_result(os.read(read, 1000)) or loop.remove_reader(read))
    print((await told).decode())
    os.close(read)
    print(os.waitpid(pid, 0)[1], heard, asyncio.current_task().get_name() != "", loop is asyncio.get_running_loop())
    os.kill(os.getpid(), signal.SIGUSR1)
    while not heard:
        await asyncio.sleep(0)
    print(heard)


asyncio.run(main())
