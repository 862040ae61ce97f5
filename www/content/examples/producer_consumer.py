"""A small queue between a fast producer and two slow consumers."""

import asyncio


def show(queue, text):
    tray = "*" * queue.qsize()
    print(f"[{tray:3}] {text}")


async def baker(queue):
    for number in range(1, 8):
        await asyncio.sleep(0.1)
        await queue.put(number)          # a full tray makes the baker wait
        show(queue, f"baker: simit {number} is on the tray")
    show(queue, "baker: that was the last one")


async def eater(name, queue, seconds):
    while True:
        simit = await queue.get()        # an empty tray makes the eater wait
        show(queue, f"    {name} takes simit {simit}")
        await asyncio.sleep(seconds)
        queue.task_done()                # only now is it eaten


async def main():
    queue = asyncio.Queue(maxsize=3)
    eaters = [asyncio.create_task(eater("Ali", queue, 0.5)),
              asyncio.create_task(eater("Ayşe", queue, 0.35))]
    await baker(queue)
    await queue.join()                   # wait until everything put was also eaten
    for task in eaters:
        task.cancel()                    # they would wait for more for ever
    show(queue, "all eaten")


asyncio.run(main())
