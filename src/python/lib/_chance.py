"""Puts a source of chance that has a seed in the place of the system's (chance.rs)."""

import _random
import sys


def install(urandom):
    class Random(_random.Random):
        """Without a seed of its own, it takes one from that source."""

        def seed(self, a=None):
            super().seed(int.from_bytes(urandom(32)) if a is None else a)

    Random.__module__ = "_random"
    Random.__qualname__ = "Random"
    _random.Random = Random

    # `posix` is imported here where nobody has yet; then `os`, which copies its names, comes later.
    __import__("nt" if sys.platform == "win32" else "posix")
    for name in ("posix", "nt", "os"):
        module = sys.modules.get(name)
        for function in ("urandom", "getrandom"):
            if hasattr(module, function):
                setattr(module, function, urandom)
