"""What our modules of asyncio save: each beside the standard library's own, in turns.

    $(tools/cpython.sh) benches/python/imports.py target/release/asyncio101 [--rounds N] [NAME ...]

The first lines are whole programs: as the binary has asyncio, with the library's own asyncio in the place of all our
modules, and by the CPython that runs this. The others are `import asyncio.NAME` in a fresh interpreter, with our
module and with the library's own in the place of that one alone (CPython's file, which its interpreter runs here: a
folder in PYTHONPATH comes before the asyncio in the binary); "cannot" is a module of the library's that does not
work with the rest of ours. Numbers are processor time, the median of each and of the ratio: below 1, ours costs less.
A module whose ratio is about 1 and that does nothing the library's does not do should go.
"""

import argparse
import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

OURS = Path(__file__).parents[2] / "src/python/lib/asyncio"
LIBRARY = Path(asyncio.__file__).parent

PROGRAMS = {
    "import asyncio": "import asyncio",
    "asyncio.run(main())": "import asyncio\nasync def main(): pass\nasyncio.run(main())",
    "... with a task and a sleep": (
        "import asyncio\nasync def main(): await asyncio.create_task(asyncio.sleep(0))\nasyncio.run(main())"
    ),
    "... with a lock": (
        "import asyncio\nasync def main():\n  async with asyncio.Lock(): pass\nasyncio.run(main())"
    ),
    "... with a queue": (
        "import asyncio\nasync def main(): asyncio.Queue().put_nowait(1)\nasyncio.run(main())"
    ),
    "... with a timeout": (
        "import asyncio\nasync def main():\n  async with asyncio.timeout(1): pass\nasyncio.run(main())"
    ),
    "... with gather": "import asyncio\nasync def main(): await asyncio.gather(asyncio.sleep(0))\nasyncio.run(main())",
    "repr() of a task": "import asyncio\nasync def main(): repr(asyncio.current_task())\nasyncio.run(main())",
    "an exception in a callback": (
        "import asyncio\nloop = asyncio.new_event_loop()\nloop.call_soon(lambda: 1/0)\n"
        "loop.call_soon(loop.stop)\nloop.run_forever()\nloop.close()"
    ),
}

# Everything is compiled, and nothing but the code under test is measured.
MEASURED = "import time\nstart = time.process_time_ns()\n{}\nprint('\\n', time.process_time_ns() - start, sep='')"


def package(folder, modules):
    """An asyncio of the library's modules, and in the place of some of them, or beside them, ours."""
    home = folder / "asyncio"
    shutil.copytree(LIBRARY, home, ignore=shutil.ignore_patterns("__pycache__"))
    for module in modules:
        shutil.copy(module, home)
    return folder


def measure(python, code, path=None):
    """Milliseconds, or None if it does not work."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    command = [*python, "-c", MEASURED.format(code)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return int(result.stdout.split()[-1]) / 1e6 if result.returncode == 0 else None


def compare(label, rounds, *ways):
    """A line of the table: the first of several ways to run something, beside each of the others."""
    times = [[measure(*way) for way in ways] for _ in range(rounds + 1)][1:]  # the first round compiles
    line = f"{label:<28}"
    ours, *others = zip(*times, strict=True)
    line += f"{statistics.median(ours):>9.2f} ms"
    for theirs in others:
        if None in theirs:
            line += f"{'cannot':>12}{'':>8}"
        else:
            ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
            line += f"{statistics.median(theirs):>9.2f} ms{ratio:>8.2f}"
    print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("asyncio101", help="the binary, built with --release")
    parser.add_argument("names", nargs="*", metavar="NAME", help="modules to compare (default: all, and programs)")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each (default: 7)")
    arguments = parser.parse_args()
    ours, cpython = [arguments.asyncio101, "run"], [sys.executable]
    modules = sorted(OURS.glob("*.py"))
    replaced = [module for module in modules if (LIBRARY / module.name).exists() and module.stem != "__init__"]

    version = ".".join(map(str, sys.version_info[:3]))
    print(f"Processor time; CPython is {version}, ratios are ours over theirs.")
    print(f"{'':<28}{'asyncio101':>12}{'the library':>12}{'ratio':>8}{'CPython':>12}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as directory:
        everything = Path(directory)
        library = package(everything / "library", [])
        if not arguments.names:
            for label, code in PROGRAMS.items():
                compare(label, arguments.rounds, (ours, code), (ours, code, library), (cpython, code))
        for module in replaced:
            if arguments.names and module.stem not in arguments.names:
                continue
            with_it = package(everything / f"{module.stem}-ours", modules)
            without = package(everything / f"{module.stem}-library", [it for it in modules if it != module])
            code = f"import asyncio.{module.stem}"
            ways = (ours, code, with_it), (ours, code, without), (cpython, code)
            compare(f"asyncio.{module.stem}", arguments.rounds, *ways)


if __name__ == "__main__":
    main()
