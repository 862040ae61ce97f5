"""Process.wait() is over when the process is, even where another has inherited its pipes."""

import asyncio
from asyncio.subprocess import PIPE


async def main():
    # The shell ends at once; what it has started holds both pipes for as long as we hold ours.
    process = await asyncio.create_subprocess_shell("exec 3<&0; cat <&3 & exit 3", stdin=PIPE, stdout=PIPE)
    print(await process.wait(), process.stdout.at_eof(), process.stdin.is_closing())
    process.stdin.write(b"it still answers")
    process.stdin.close()
    print(await process.stdout.read())

    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    waiting = [asyncio.create_task(process.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    print(await process.communicate(b"through cat"))
    print(await asyncio.gather(*waiting, return_exceptions=True), process.returncode)
    for tell in process.terminate, process.kill:
        try:
            tell()
        except ProcessLookupError as error:
            print("it is gone", error)
    print(await process.wait())

    process = await asyncio.create_subprocess_exec("sleep", "1000")
    try:
        async with asyncio.timeout(0.01):
            await process.wait()
    except TimeoutError:
        print("not yet", process.returncode)
    process.terminate()
    print(await process.wait())

    try:
        await asyncio.create_subprocess_exec("no such program")
    except FileNotFoundError as error:
        print(error)


asyncio.run(main())
