"""Ctrl+C at any moment: a busy program gets SIGINT somewhere between its first instruction and its last.

    python interrupts.py [--endless] [--tries 300] [--seed 1] [--keep DIRECTORY] COMMAND [-- COMMAND ...]

Each command runs the same program as often, and the same share of its run has passed when the signal comes. What is
counted is how it ended: its exit status and its last line on standard error. A program that is still there a minute
later hangs. With --endless it begins anew instead of ending: then a signal that is lost is seen, too, and not only one
that something waits for in vain.
"""

import argparse
import collections
import pathlib
import random
import re
import signal
import subprocess
import sys
import time

PROGRAM = '''
import asyncio
import json
import logging
import sys


async def consume(queue, results):
    while True:
        item = await queue.get()
        await asyncio.sleep(0)
        results.append(json.loads(json.dumps(item)))
        queue.task_done()


async def timers(count):
    loop = asyncio.get_running_loop()
    for number in range(count):
        future = loop.create_future()
        loop.call_later(0.0001 * (number % 3), future.set_result, number)
        async with asyncio.timeout(30):
            await future


async def gathered(depth):
    if depth:
        await asyncio.gather(*(gathered(depth - 1) for _ in range(3)))
    else:
        await asyncio.sleep(0.0002)


async def main():
    queue, results = asyncio.Queue(4), []
    try:
        consumers = [asyncio.create_task(consume(queue, results)) for _ in range(3)]
        async with asyncio.TaskGroup() as group:
            group.create_task(timers(60))
            group.create_task(gathered(4))
            for number in range(400):
                await queue.put({"number": number})
        await queue.join()
    finally:
        for consumer in consumers:
            consumer.cancel()
        await asyncio.gather(*consumers, return_exceptions=True)
    print(len(results))


async def again_and_again():
    while True:
        await main()


asyncio.run(again_and_again() if "endless" in sys.argv else main())
'''

# How long a program may take to end, in seconds.
PATIENCE = 60

# After how many tries it is measured again how long the program takes: a machine is not always as fast.
AGAIN = 30


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path, help="where what was printed is kept")
    parser.add_argument("--program", type=pathlib.Path, help="another program")
    parser.add_argument("--endless", action="store_true", help="let the program begin anew when it is done")
    parser.add_argument("interpreter", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    arguments.interpreters = [[]]
    for word in arguments.interpreter:
        if word == "--":
            arguments.interpreters.append([])
        else:
            arguments.interpreters[-1].append(word)
    arguments.interpreters = [words for words in arguments.interpreters if words]
    return arguments


def start(command, program, *arguments):
    # A program of its own group, so that the one who runs this script may press Ctrl+C himself.
    return subprocess.Popen(
        [*command, "-c", program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def measure(command, program):
    """How long the program takes when nobody interrupts it: the middle of three times."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        process = start(command, program)
        _, errors = process.communicate(timeout=120)
        if process.returncode:
            sys.exit(f"{command}: {errors}")
        times.append(time.perf_counter() - began)
    return sorted(times)[1]


def attempt(command, program, delay, *arguments):
    """Run the program and interrupt it after so many seconds: how it ended, and what it had printed."""
    process = start(command, program, *arguments)
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    try:
        output, errors = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        # A second one says where.
        process.send_signal(signal.SIGINT)
        try:
            _, errors = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            return "hangs, whatever comes", process.communicate()[1]
        return "hangs until a second one", errors
    over = " (had finished)" if output and not process.returncode else ""
    return f"{process.returncode}: {last_line(errors)}{over}", errors


def last_line(errors):
    lines = errors.rstrip().splitlines()
    if not lines:
        return "(nothing)"
    if any("panicked" in line for line in lines):
        return "panicked"
    if lines[0].startswith("Exception ignored"):
        lines[-1] += " (ignored)"
    return re.sub(r"0x[0-9a-f]+|\d+", "N", lines[-1])


def main():
    arguments = parse()
    # A shell's job in the background ignores SIGINT, and so would what it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    program = arguments.program.read_text() if arguments.program else PROGRAM
    chance = random.Random(arguments.seed)
    moments = [chance.uniform(0, 1.05) for _ in range(arguments.tries)]
    more = ["endless"] if arguments.endless else []
    for command in arguments.interpreters:
        ends = collections.Counter()
        for number, moment in enumerate(moments):
            if number % AGAIN == 0:
                length = measure(command, program)
            end, errors = attempt(command, program, moment * length, *more)
            ends[end] += 1
            if arguments.keep:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                name = f"{number:04} {re.sub('[^A-Za-z0-9-]+', ' ', end)[:60].strip()}.txt"
                (arguments.keep / name).write_text(f"{moment:.4f} of {length:.3f} s\n{end}\n{errors}")
        print(f"{' '.join(command)}: {arguments.tries} tries")
        for end, count in ends.most_common():
            print(f"  {count:5}  {end}")


if __name__ == "__main__":
    main()
