"""What a network costs: echo servers on asyncio101's loop and on its peers', asked by one client, in turns.

    $(tools/cpython.sh) benches/python/network.py target/release/asyncio101 --load target/release/examples/echo_load
        [--peer NAME=COMMAND] [--rounds N] [--seconds N]

A server of each kind (a Protocol, streams) runs in each Python; the client sends messages of a size over so many
connections and counts the answers of a second. The table gives the median of each and how many times as many ours has
as the best of its peers: above 1 is faster. A peer with another loop is named as its Python and the module of that
loop: `--peer uvloop="python3.11 {program} uvloop"`.
"""

import argparse
import itertools
import shlex
import statistics
import subprocess
import sys
from pathlib import Path

PROGRAMS = Path(__file__).parent / "network"
KINDS = "protocol", "streams"
SIZES = 100, 10_000, 100_000
CONNECTIONS = 1, 10, 500


def measure(command, kind, load, connections, size, seconds):
    """Answers in a second."""
    program = str(PROGRAMS / f"{kind}.py")
    words = [program if word == "{program}" else word for word in command]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            port = server.stdout.readline().strip()
            asked = subprocess.run(
                [load, port, *map(str, (connections, size, seconds))], capture_output=True, text=True, check=True
            )
            return float(asked.stdout)
        finally:
            server.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("asyncio101", help="the binary, built with --release")
    parser.add_argument("--load", required=True, help="the client: native/examples/echo_load.rs, built with --release")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--rounds", type=int, default=3, help="of each cell (default: 3)")
    parser.add_argument("--seconds", type=int, default=2, help="that a server is asked (default: 2)")
    parser.add_argument("--kind", action="append", choices=KINDS)
    parser.add_argument("--size", action="append", type=int)
    parser.add_argument("--connections", action="append", type=int)
    arguments = parser.parse_args()
    version = ".".join(map(str, sys.version_info[:3]))
    commands = {
        "asyncio101": [arguments.asyncio101, "run", "{program}"],
        f"CPython {version}": [sys.executable, "{program}"],
    }
    for peer in arguments.peer:
        name, _, command = peer.partition("=")
        commands[name] = shlex.split(command)
    print(f"{'cell':<28}" + "".join(f"{name:>16}" for name in commands) + f"{'ratio':>10}")
    cells = itertools.product(
        arguments.kind or KINDS, arguments.size or SIZES, arguments.connections or CONNECTIONS
    )
    for kind, size, connections in cells:
        rounds = [
            [
                measure(command, kind, arguments.load, connections, size, arguments.seconds)
                for command in commands.values()
            ]
            for _ in range(arguments.rounds)
        ]
        medians = [statistics.median(side) for side in zip(*rounds, strict=True)]
        ratio = statistics.median(ours / max(theirs) for ours, *theirs in rounds)
        print(
            f"{kind + ', ' + str(size) + ' B, ' + str(connections):<28}"
            + "".join(f"{median:>14,.0f}/s" for median in medians)
            + f"{ratio:>10.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
