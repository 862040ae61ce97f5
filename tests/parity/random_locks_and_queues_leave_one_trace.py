"""A long random play with a lock, a semaphore, a queue, an event and a condition leaves one trace."""

import asyncio


class Dice:
    """A small generator of its own, so that every Python throws the same numbers."""

    def __init__(self, seed):
        self.state = seed

    def roll(self, sides):
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return (self.state >> 8) % sides


async def player(name, dice, things, trace):
    lock, semaphore, queue, event, condition = things
    for move in range(5):
        choice = dice.roll(8)
        trace.append(f"{name}{move}:{choice}")
        if choice == 0:
            async with lock:
                trace.append(f"{name}+lock")
                await asyncio.sleep(0)
        elif choice == 1:
            async with semaphore:
                trace.append(f"{name}+sem")
                await asyncio.sleep(0)
                await asyncio.sleep(0)
        elif choice == 2:
            await queue.put(f"{name}{move}")
        elif choice == 3:
            trace.append(f"{name}={await queue.get()}")
        elif choice == 4:
            await event.wait()
            event.clear()
        elif choice == 5:
            event.set()
        elif choice == 6:
            async with condition:
                await condition.wait()
                trace.append(f"{name}+cond")
        else:
            async with condition:
                condition.notify(2)


async def game(seed):
    dice, trace = Dice(seed), []
    condition = asyncio.Condition()
    things = (asyncio.Lock(), asyncio.Semaphore(2), asyncio.Queue(2), asyncio.Event(), condition)
    tasks = [asyncio.create_task(player(n, dice, things, trace)) for n in "abcdefgh"]
    for helping in range(40):
        for _ in range(8):
            await asyncio.sleep(0)
        if all(task.done() for task in tasks):
            break
        # Nobody may be left stuck for ever: help with everything they can wait for.
        things[3].set()
        async with condition:
            condition.notify_all()
        if things[2].empty():
            things[2].put_nowait("help")
        elif things[2].full():
            trace.append(f"helped {things[2].get_nowait()}")
    print(f"seed {seed}: helped {helping} times, done {sum(task.done() for task in tasks)}")
    print("   ", " ".join(trace))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def main():
    for seed in range(8):
        await game(seed)


asyncio.run(main())
