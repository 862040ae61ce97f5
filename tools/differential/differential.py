#!/usr/bin/env python3
"""Random programs, each by CPython 3.14 and by ours: what they tell is compared line by line.

    differential.py [--seed N] [--count N] [--keep] PYTHON -- OURS [ARGUMENTS ...]

OURS ARGUMENTS is a command that takes what `asyncio101 run` takes. The programs are those of the seeds N, N + 1 and so
on. One that differs is made as small as it can be and printed with both outputs; then the exit status is 1. What is not
asked for, because RustPython is known to do it otherwise, is in avoided.py.
"""

import argparse
import difflib
import sys
import time

import generate
from play import Players
from shrink import shrink
from tree import render

# So many programs are played by one process.
BATCH = 50


def difference(theirs, ours):
    return "\n".join(difflib.unified_diff(theirs.splitlines(), ours.splitlines(), "CPython", "ours", lineterm="", n=8))


def report(players, seed, pair, is_shrunk):
    """Says how the program of a seed differs. What it told among others may be what it does not tell alone."""
    tree = generate.program(seed)
    [alone] = players.both([render(tree)])
    if alone[0] == alone[1]:
        told = f"differs only behind those before it:\n\n{render(tree)}\n{difference(*pair)}"
        print(f"\nThe program of seed {seed} {told}", flush=True)
        return
    if is_shrunk:
        tree = shrink(players, tree)
    text = render(tree)
    [(theirs, ours)] = players.both([text])
    print(f"\nThe program of seed {seed} differs:\n\n{text}\n{difference(theirs, ours)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1, help="the first program's")
    parser.add_argument("--count", type=int, default=1000, help="how many programs")
    parser.add_argument("--most", type=int, default=10, help="end after so many that differ")
    parser.add_argument("--whole", action="store_true", help="show what differs as it is, without shrinking it")
    parser.add_argument("--show", action="store_true", help="print programs and what CPython tells; compare nothing")
    parser.add_argument("python", help="CPython 3.14")
    parser.add_argument("ours", nargs="+", help="asyncio101 run")
    arguments = parser.parse_args()
    players = Players(arguments.python, arguments.ours)

    began, differing, lines = time.monotonic(), [], 0
    end = arguments.seed + arguments.count
    for start in range(arguments.seed, end, BATCH):
        seeds = range(start, min(start + BATCH, end))
        programs = [render(generate.program(seed)) for seed in seeds]
        told = players.both(programs)
        for seed, text, (theirs, ours) in zip(seeds, programs, told, strict=True):
            lines += theirs.count("\n")
            if arguments.show:
                print(f"seed {seed}:\n{text}\n{theirs}")
            elif theirs != ours:
                report(players, seed, (theirs, ours), not arguments.whole)
                differing.append(seed)
                if len(differing) == arguments.most:
                    break
        print(f"{seeds[-1] + 1 - arguments.seed} programs, {lines} lines, {len(differing)} differ, "
              f"{time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        if len(differing) >= arguments.most:
            break
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
