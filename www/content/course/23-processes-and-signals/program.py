import asyncio
import os
import signal

PIPE = asyncio.subprocess.PIPE


async def main():
    rang = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, rang.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    print("signal sent, heard:", rang.is_set())
    await rang.wait()
    print("signal heard")

    upper = await asyncio.create_subprocess_exec("tr", "a-z", "A-Z", stdin=PIPE, stdout=PIPE)
    upper.stdin.write(b"hello")
    upper.stdin.close()
    print("tr says", (await upper.stdout.read()).decode())
    print("tr ended with", await upper.wait())

    sleeper = await asyncio.create_subprocess_exec("sleep", "1000")
    sleeper.terminate()
    print("asked to stop:", sleeper.returncode)
    print("sleep ended with", await sleeper.wait())


asyncio.run(main())
