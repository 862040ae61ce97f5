"""os.fork() while a loop runs: the child has neither its parent's loop nor its task, and may run one itself."""

import asyncio
import os
import signal


async def in_child():
    await asyncio.sleep(0.001)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, stopped.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.wait_for(stopped.wait(), 5)
    return f"the child's own loop, its signal, and {asyncio.current_task().get_name()}"


def child(write):
    told = []
    try:
        asyncio.get_running_loop()
    except RuntimeError as error:
        told.append(repr(error))
    told.append(repr(asyncio._get_running_loop()))
    told.append(repr(signal.set_wakeup_fd(-1)))
    told.append(asyncio.run(in_child()))
    os.write(write, "\n".join(told).encode())


async def main():
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            child(write)
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    told = b""
    while data := os.read(read, 4096):
        told += data
    os.close(read)
    print(told.decode())
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    await asyncio.sleep(0.001)
    print("the parent goes on as", asyncio.current_task().get_name())


asyncio.run(main())
