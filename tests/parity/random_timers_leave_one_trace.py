"""A random play of timers, cancelled timers and callbacks leaves one and the same trace."""

import asyncio


class Dice:
    """A small generator of its own, so that every Python throws the same numbers."""

    def __init__(self, seed):
        self.state = seed

    def roll(self, sides):
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return (self.state >> 8) % sides


async def game(seed):
    loop = asyncio.get_running_loop()
    dice, trace, handles = Dice(seed), [], []
    # All deadlines lie in the past and many are equal, so no clock can change the order.
    past = loop.time() - 1000

    def fire(name, depth):
        trace.append(name)
        for n in range(dice.roll(4) if depth else 0):
            child = f"{name}{n}"
            choice = dice.roll(3)
            if choice == 0:
                handles.append(loop.call_soon(fire, child + "s", depth - 1))
            else:
                when = past + dice.roll(6)
                handles.append(loop.call_at(when, fire, child + "t", depth - 1))
        if handles and dice.roll(3) == 0:
            handles.pop(dice.roll(len(handles))).cancel()

    for n in range(12):
        handles.append(loop.call_at(past + dice.roll(6), fire, "abcdefghijkl"[n], 3))
    for _ in range(10):
        await asyncio.sleep(0)
        trace.append("|")
    print(f"seed {seed}:", " ".join(trace))


async def main():
    for seed in range(10):
        await game(seed)


asyncio.run(main())
