"""What scheduling costs: asyncio101 beside CPython, the same programs, in turns.

    $(tools/cpython.sh) benches/python/compare.py target/release/asyncio101 [--rounds N]

Each workload runs as a program of its own in each of the two, alternately, so that a machine whose speed
drifts slows both alike. A workload prints nanoseconds per operation; the table gives the median of each and of
the ratio, ours over theirs: below 1 is faster. The last column is what recording costs: ours with `--trace`
over ours without. The CPython beside ours is the one that runs this.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

WORKLOADS = Path(__file__).parent / "workloads"


def measure(python, workload):
    """Nanoseconds per operation."""
    result = subprocess.run([*python, workload], capture_output=True, text=True, check=True)
    return float(result.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("asyncio101", help="the binary, built with --release")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each workload (default: 5)")
    arguments = parser.parse_args()
    ours = [arguments.asyncio101, "run"]
    theirs = [sys.executable]
    version = ".".join(map(str, sys.version_info[:3]))
    print(f"{'workload':<28}{'asyncio101':>14}{'CPython ' + version:>18}{'ratio':>10}{'recorded':>12}")
    with tempfile.TemporaryDirectory() as directory:
        recorded = [*ours, "--trace", f"{directory}/trace"]
        for workload in sorted(WORKLOADS.glob("*.py")):
            rounds = [
                [measure(python, workload) for python in (ours, theirs, recorded)]
                for _ in range(arguments.rounds)
            ]
            our_time, their_time, _ = (statistics.median(side) for side in zip(*rounds, strict=True))
            ratio = statistics.median(a / b for a, b, _ in rounds)
            recording = statistics.median(c / a for a, _, c in rounds)
            print(
                f"{workload.stem:<28}{our_time:>11,.0f} ns{their_time:>15,.0f} ns{ratio:>10.2f}{recording:>12.2f}"
            )


if __name__ == "__main__":
    main()
