"""Plays programs by CPython and by ours, many in one process each."""

import json
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stage import END

HERE = Path(__file__).resolve().parent
# CPython on a virtual clock, with the order of age where its own is one of addresses.
RECORDER = HERE.parent.parent / "tests" / "callback_order.py"
STAGE = HERE / "stage.py"
# Seconds of computing for a process, and for each program in it. Who needs longer is stuck where no timer helps.
START, EACH = 6, 0.1


class Players:
    """The two commands that are compared."""

    def __init__(self, python, ours):
        # How often somebody has looked at the clock, which is nobody's business, must not decide what is due together.
        on_still_time = [*ours, "--clock", "still"]
        self.commands = {
            False: ([python, RECORDER, "--still", "/dev/null", STAGE], [*on_still_time, STAGE]),
            True: ([python, STAGE], [*on_still_time, "--network", "loopback", STAGE]),
        }

    def both(self, programs):
        """What each program tells, by CPython and by ours: a pair of texts for each."""
        told = [None] * len(programs)
        for on_sockets, commands in self.commands.items():
            places = [at for at, text in enumerate(programs) if text.startswith("# on sockets") == on_sockets]
            if places:
                with ThreadPoolExecutor() as pool:
                    chosen = [programs[at] for at in places]
                    pairs = zip(*pool.map(lambda command, chosen=chosen: play(command, chosen), commands), strict=True)
                for at, pair in zip(places, pairs, strict=True):
                    told[at] = pair
        return told


def play(command, programs):
    """What one player tells of each program. When its process ends in the middle, another one goes on behind."""
    told = []
    while len(told) < len(programs):
        rest = programs[len(told) :]
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(rest, file)
            file.flush()
            seconds = round(START + EACH * len(rest))
            # Whoever ends us, a program without end does not outlive us for long.
            limit = ["prlimit", f"--cpu={seconds}"]
            try:
                ended = subprocess.run([*limit, *map(str, command), file.name], capture_output=True, text=True,
                                       errors="replace", timeout=10 * seconds, check=False)
                output, errors, end = ended.stdout, ended.stderr, f"ended with {ended.returncode}"
            except subprocess.TimeoutExpired as expired:
                output, errors, end = (expired.stdout or b"").decode(), (expired.stderr or b"").decode(), "did not end"
        *whole, part = output.split(END + "\n")
        # How deep a program may go, and what comes of it, is the interpreter's.
        told += [text.partition("RecursionError")[0] for text in whole]
        if len(whole) < len(rest) and (part or not whole):
            told.append(f"{part}\nthe interpreter {end}\n{errors}")
    return told
