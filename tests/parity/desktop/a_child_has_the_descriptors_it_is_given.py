"""A program that starts has the descriptors that it was given, and the next one it opens is the lowest."""

import os
import subprocess
import sys

CHILD = """
import os
def is_open(number):
    try:
        return bool(os.fstat(number))
    except OSError:
        return False
print([number for number in range(256) if is_open(number)])
print(os.open(os.devnull, os.O_RDONLY))
"""


def child(*given):
    command = [sys.executable, "-c", CHILD]
    done = subprocess.run(command, check=True, pass_fds=given, capture_output=True, text=True)
    return done.stdout.split("\n")[:2]


reader, writer = os.pipe()
print(reader, writer)
print(child())
print(child(reader))
print(child(reader, writer))
print(child(writer))
