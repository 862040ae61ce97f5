"""Üç kuyruk, tek fark: Önce kim çıkar?"""

import asyncio


async def arrive(queue):
    for urgency, patient in ((3, "a cough"), (1, "a broken arm"), (2, "a fever")):
        print(f"  arrives: {patient}")
        await queue.put((urgency, patient))
        await asyncio.sleep(0.1)


async def main():
    for kind in (asyncio.Queue, asyncio.LifoQueue, asyncio.PriorityQueue):
        print(kind.__name__)
        queue = kind()
        await arrive(queue)
        while not queue.empty():
            urgency, patient = await queue.get()
            print(f"     leaves: {patient}")

    # Bekleme odasında kimse yok: get() sonsuza kadar beklerdi, get_nowait() bunu söyler.
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty:
        print("the waiting room is empty")


asyncio.run(main())
