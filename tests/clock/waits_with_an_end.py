"""Each wait for another thread takes as long as it is told to, on the clock that the loop goes by."""

import asyncio
import concurrent.futures
import queue
import threading
import time

held = threading.Lock()
held.acquire()
again = threading.RLock()


def hold(lock):
    holds = threading.Event()

    def run():
        with lock:
            holds.set()
            over.wait()

    threading.Thread(target=run).start()
    holds.wait()


def sleeps(seconds):
    thread = threading.Thread(target=time.sleep, args=(seconds,))
    thread.start()
    return thread


def get(of):
    try:
        return of.get(timeout=0.4)
    except queue.Empty:
        return "nothing"


def result():
    try:
        return concurrent.futures.Future().result(timeout=0.4)
    except TimeoutError:
        return "nothing"


def meet():
    try:
        return threading.Barrier(2).wait(0.4)
    except threading.BrokenBarrierError:
        return "nobody"


def condition():
    told = threading.Condition()
    with told:
        return told.wait_for(lambda: False, 0.4)


def join():
    thread = sleeps(0.7)
    thread.join(0.4)
    return thread.is_alive()


def timer():
    rang = threading.Event()
    threading.Timer(0.4, rang.set).start()
    return rang.wait()


def in_time():
    box = queue.Queue()
    threading.Timer(0.4, box.put, ["something"]).start()
    return box.get(timeout=5)


WAITS = {
    "lock": lambda: held.acquire(timeout=0.4),
    "short": lambda: held.acquire(True, 0.03),
    "RLock": lambda: again.acquire(timeout=0.4),
    "Event": lambda: threading.Event().wait(0.4),
    "Semaphore": lambda: threading.Semaphore(0).acquire(timeout=0.4),
    "Condition": condition,
    "Barrier": meet,
    "Queue": lambda: get(queue.Queue()),
    "SimpleQueue": lambda: get(queue.SimpleQueue()),
    "join": join,
    "Timer": timer,
    "Future": result,
    "in time": in_time,
}


def took(name, wait):
    began = time.monotonic()
    got = wait()
    return f"{name}: {got} after {time.monotonic() - began:.2f}"


async def main():
    for name, wait in WAITS.items():
        waits = asyncio.create_task(asyncio.to_thread(took, name, wait))
        ticks = 0
        while not waits.done():
            await asyncio.sleep(0.05)
            ticks += 1
        print(await waits, "beside", "ticks" if ticks else "nothing")


over = threading.Event()
hold(again)
for name, wait in WAITS.items():
    print(took(name, wait))
asyncio.run(main())
over.set()
