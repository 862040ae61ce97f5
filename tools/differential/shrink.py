"""Makes a program that differs smaller."""

import re
import time
from itertools import islice, zip_longest

from tree import render, size, smaller

NAMES = re.compile(r"\[.*\]|'\w*'|\d+|\b[tf][a-h]\b|\b(?:worker|main|inner)\w*")

# So many smaller ones are played in one go.
AT_ONCE = 16
# Seconds after which what has been found is small enough.
PATIENCE = 60


def kind(theirs, ours):
    """What two outputs differ in first, without what a smaller program has otherwise; nothing if they do not."""
    for lines in zip_longest(theirs.splitlines(), ours.splitlines(), fillvalue=""):
        if lines[0] != lines[1]:
            return tuple(NAMES.sub("", line) for line in lines)
    return None


def compiles(text):
    try:
        compile(text, "program", "exec")
    except SyntaxError:
        return False
    return True


def untried(tree, tried):
    """Smaller programs that nobody has played."""
    for candidate in smaller(tree):
        text = render(candidate)
        if text not in tried:
            tried.add(text)
            if compiles(text):
                yield candidate


def shrink(players, tree):
    """The smallest program found that still differs in the same way: nothing can be left out of it alone."""
    [told] = players.both([render(tree)])
    wanted = kind(*told)
    tried = set()
    candidates = untried(tree, tried)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and (some := list(islice(candidates, AT_ONCE))):
        told = players.both([render(candidate) for candidate in some])
        differing = [candidate for candidate, pair in zip(some, told, strict=True) if kind(*pair) == wanted]
        if differing:
            tree = min(differing, key=size)
            candidates = untried(tree, tried)
    return tree
