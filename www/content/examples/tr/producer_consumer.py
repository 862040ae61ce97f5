"""Hızlı bir üretici ile iki yavaş tüketici arasında küçük bir kuyruk."""

import asyncio


def show(queue, text):
    tray = "*" * queue.qsize()
    print(f"[{tray:3}] {text}")


async def baker(queue):
    for number in range(1, 8):
        await asyncio.sleep(0.1)
        await queue.put(number)          # tepsi doluysa fırıncı bekler
        show(queue, f"baker: simit {number} is on the tray")
    show(queue, "baker: that was the last one")


async def eater(name, queue, seconds):
    while True:
        simit = await queue.get()        # tepsi boşsa yiyen bekler
        show(queue, f"    {name} takes simit {simit}")
        await asyncio.sleep(seconds)
        queue.task_done()                # ancak şimdi yenmiş sayılır


async def main():
    queue = asyncio.Queue(maxsize=3)
    eaters = [asyncio.create_task(eater("Ali", queue, 0.5)),
              asyncio.create_task(eater("Ayşe", queue, 0.35))]
    await baker(queue)
    await queue.join()                   # konan her şey yenene kadar bekle
    for task in eaters:
        task.cancel()                    # sonsuza kadar yenisini beklerlerdi
    show(queue, "all eaten")


asyncio.run(main())
