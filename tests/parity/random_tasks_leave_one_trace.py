"""A long random play of tasks, futures and cancellations leaves one and the same trace."""

import asyncio


class Dice:
    """A small generator of its own, so that every Python throws the same numbers."""

    def __init__(self, seed):
        self.state = seed

    def roll(self, sides):
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return (self.state >> 8) % sides


trace = []


async def player(name, dice, futures, tasks, depth):
    loop = asyncio.get_running_loop()
    try:
        for move in range(6):
            trace.append(f"{name}.{move}")
            choice = dice.roll(9)
            if choice <= 2:
                await asyncio.sleep(0)
            elif choice == 3:
                futures.append(loop.create_future())
                await futures[-1]
            elif choice == 4 and futures:
                future = futures.pop(dice.roll(len(futures)))
                if not future.done():
                    future.set_result(None)
            elif choice == 5 and depth:
                task = asyncio.create_task(
                    player(f"{name}{move}", dice, futures, tasks, depth - 1))
                tasks.append(task)
                if dice.roll(2):
                    await task
            elif choice == 6 and tasks:
                tasks[dice.roll(len(tasks))].cancel()
            elif choice == 7:
                loop.call_soon(trace.append, f"({name}.{move})")
            elif choice == 8 and futures:
                futures[dice.roll(len(futures))].cancel()
    except asyncio.CancelledError:
        trace.append(f"{name}!")
        if dice.roll(2):
            raise
        await asyncio.sleep(0)
        trace.append(f"{name} survived")


async def game(seed):
    dice, futures, tasks = Dice(seed), [], []
    trace.clear()
    tasks += [asyncio.create_task(player(n, dice, futures, tasks, 2)) for n in "abcde"]
    for turn in range(200):
        await asyncio.sleep(0)
        if futures and turn % 5 == 4:          # so that nobody is left stuck for ever
            future = futures.pop(0)
            if not future.done():
                future.set_result(None)
    outcome = "".join("c" if t.cancelled() else "d" if t.done() else "p" for t in tasks)
    print(f"seed {seed}: {len(trace)} entries, tasks {outcome}")
    print("   ", " ".join(trace))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def main():
    for seed in range(12):
        await game(seed)


asyncio.run(main())
