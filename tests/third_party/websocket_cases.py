"""The cases of the Autobahn test suite, as `kosoku` has them: which of them a server and a client pass.

    python websocket_cases.py [--cases 1.* ...] [--packages DIRECTORY] NAME=COMMAND ...

It runs by CPython, for `kosoku` is compiled. NAME is what serves and asks, `websockets` or `asyncio101`; COMMAND is the
interpreter that runs it. Each is tried as a server and as a client.
"""

import argparse
import asyncio
import collections
import os
import pathlib
import shlex

import kosoku

HERE = pathlib.Path(__file__).parent


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", nargs="*", help="only these")
    parser.add_argument("--exclude", nargs="*", help="not these")
    parser.add_argument("--packages", help="where the package websockets is")
    parser.add_argument("--role", choices=["server", "client"], help="only as that")
    parser.add_argument("subject", nargs="+", metavar="NAME=COMMAND")
    return parser.parse_args()


async def start(arguments, name, command, program, *more):
    environment = os.environ | ({"PYTHONPATH": arguments.packages} if arguments.packages else {})
    words = [*shlex.split(command), str(HERE / "peers" / program), name, *more]
    return await asyncio.create_subprocess_exec(
        *words, stdout=asyncio.subprocess.PIPE, env=environment
    )


async def as_server(arguments, name, command):
    process = await start(arguments, name, command, "echo_server.py")
    port = int(await process.stdout.readline())
    try:
        return await kosoku.run_fuzzingclient(
            f"127.0.0.1:{port}", arguments.cases, arguments.exclude
        )
    except kosoku.FailureError as failure:
        return failure.results
    finally:
        process.terminate()
        await process.wait()


async def as_client(arguments, name, command):
    async with kosoku.run_fuzzingserver(
        arguments.cases, arguments.exclude, host="127.0.0.1", port=0
    ) as server:
        process = await start(arguments, name, command, "echo_client.py", str(server.port))
        try:
            return await server.get_result()
        except kosoku.FailureError as failure:
            return failure.results
        finally:
            await process.wait()


def show(title, results):
    counts = collections.Counter(result.behavior.value for result in results)
    passed = sum(result.passed for result in results)
    print(f"{title}: {passed} of {len(results)} passed; {dict(counts)}", flush=True)
    missing = collections.Counter()
    for result in results:
        if result.behavior.value == "UNIMPLEMENTED":
            missing[result.case_id.partition(".")[0]] += 1
        elif not result.passed:
            print(f"  {result.case_id}: {result.behavior.value}, closing {result.behavior_close.value}")
    for chapter, count in missing.items():
        print(f"  {chapter}.*: {count} of what is not implemented")


async def main():
    arguments = parse()
    for subject in arguments.subject:
        name, _, command = subject.partition("=")
        if arguments.role != "client":
            show(f"{name} as a server, by {command}", await as_server(arguments, name, command))
        if arguments.role != "server":
            show(f"{name} as a client, by {command}", await as_client(arguments, name, command))


asyncio.run(main())
