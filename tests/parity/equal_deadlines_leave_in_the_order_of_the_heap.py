"""Timers with exactly one deadline leave as a binary heap gives them: sure, but not FIFO."""

import asyncio
import heapq


class Entry:
    """Compares equal to every other entry, as timers with one deadline do."""

    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return False


async def main():
    loop = asyncio.get_running_loop()
    for count in (1, 2, 3, 4, 5, 8, 13):
        deadline = loop.time() - 1
        order = []
        for n in range(count):
            loop.call_at(deadline, order.append, n)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

        heap = []
        for n in range(count):
            heapq.heappush(heap, Entry(n))
        expected = [heapq.heappop(heap).n for _ in range(count)]
        print(count, order, "as a heap does" if order == expected else f"not {expected}")


asyncio.run(main())
