"""Random programs: of a seed, the same one each time."""

import random

import statements
from tree import block, line

import network


def program(seed):
    """The tree of the program of a seed. One of eight talks through sockets."""
    dice = random.Random(seed)
    if dice.random() < 0.125:
        return network.program(dice)
    tells_contexts = dice.random() < 0.4
    maker = statements.Maker(dice, tells_contexts=tells_contexts)
    mains = 1 if dice.random() < 0.85 else 2
    workers = [f"worker{n}" for n in range(dice.randint(2, 4))]
    tree = [line("# with contexts" if tells_contexts else "# without contexts"), *maker.generators()]
    for at, name in enumerate(workers):
        # Each calls only those behind it: what calls itself has no end.
        maker.coroutines = [*workers[at + 1 :], "resting"]
        tree.append(block(f"async def {name}():", line("spend()"), *maker.body(dice.randint(2, 6), 0)))
    maker.coroutines = workers
    names = [f"main{n}" for n in range(mains)]
    tree.extend(block(f"async def {name}():", *maker.beginning(), *maker.body(dice.randint(5, 12), 0), *maker.ending())
                for name in names)
    factory = dice.choice(["none"] * 12 + ["eager"] * 5 + ["named", "named", "eager and named"])
    debug = dice.random() < 0.05
    tree.append(line(f"run({', '.join(names)}, factory={factory!r}, debug={debug})"))
    return tree
