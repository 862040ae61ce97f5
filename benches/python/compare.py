"""What scheduling costs: asyncio101 beside CPython and uvloop, the same programs, in turns.

    $(tools/cpython.sh) benches/python/compare.py target/release/asyncio101 [--rounds N] [--uvloop FOLDER] [NAME ...]

Each workload runs as a program of its own in each of them, alternately, so that a machine whose speed drifts slows all
alike. A workload prints nanoseconds per operation; the table gives the median of each, and for each peer the median of
the rounds' ratios, ours over theirs: below 1, ours is faster. How far the ratios lie apart stands behind the median
(the smallest to the largest). The last column is what recording costs: ours with `--trace` over ours without.

The CPython beside ours is the one that runs this; FOLDER has a uvloop for it. The table is Markdown. Without NAME, all
of `workloads` are measured.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

WORKLOADS = Path(__file__).parent / "workloads"

# Runs a program on uvloop's loops, whichever way it makes them.
ON_UVLOOP = "import runpy, sys, uvloop; uvloop.install(); runpy.run_path(sys.argv[1], run_name='__main__')"


def measure(python, workload, **environment):
    """Nanoseconds per operation."""
    result = subprocess.run(
        [*python, workload], capture_output=True, text=True, check=True, env=os.environ | environment
    )
    return float(result.stdout)


def ratios(rounds, side, other):
    """The median of one over the other, and between what they lie."""
    each = sorted(times[side] / times[other] for times in rounds)
    return f"{statistics.median(each):.2f} ({each[0]:.2f} to {each[-1]:.2f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("asyncio101", help="the binary, built with --release")
    parser.add_argument("names", nargs="*", metavar="NAME", help="workloads, instead of all")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each workload (default: 5)")
    parser.add_argument("--uvloop", metavar="FOLDER", help="where the package uvloop is")
    arguments = parser.parse_args()
    workloads = sorted(WORKLOADS.glob("*.py"))
    if unknown := set(arguments.names) - {workload.stem for workload in workloads}:
        parser.error(f"there is no workload {', '.join(sorted(unknown))} in {WORKLOADS}")
    peers = {"CPython " + ".".join(map(str, sys.version_info[:3])): ([sys.executable], {})}
    if arguments.uvloop:
        peers["uvloop"] = ([sys.executable, "-W", "ignore", "-c", ON_UVLOOP], {"PYTHONPATH": arguments.uvloop})
    ours = [arguments.asyncio101, "run"]
    heads = ["workload", "asyncio101", *peers, *(f"ours / {peer}" for peer in peers), "recorded / not"]
    print(f"| {' | '.join(heads)} |\n| --- |{' ---: |' * (len(heads) - 1)}")
    with tempfile.TemporaryDirectory() as directory:
        recorded = [*ours, "--trace", f"{directory}/trace"]
        for workload in workloads:
            if arguments.names and workload.stem not in arguments.names:
                continue
            rounds = []
            for _ in range(arguments.rounds):
                times = {"ours": measure(ours, workload), "recorded": measure(recorded, workload)}
                for peer, (python, environment) in peers.items():
                    times[peer] = measure(python, workload, **environment)
                rounds.append(times)
            cells = [f"{statistics.median(times[side] for times in rounds):,.0f} ns" for side in ("ours", *peers)]
            cells += [ratios(rounds, "ours", peer) for peer in peers]
            cells.append(ratios(rounds, "recorded", "ours"))
            print(f"| {workload.stem} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
