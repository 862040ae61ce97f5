"""to_thread and run_in_executor: the loop's other tasks run meanwhile, and what a thread returns or raises arrives."""

import asyncio
import contextvars
import threading
import time

said = contextvars.ContextVar("said", default="nothing")


def work(seconds, result):
    time.sleep(seconds)
    here = threading.current_thread()
    return result, said.get(), here is threading.main_thread(), here.name.startswith("asyncio_")


def fail():
    raise LookupError("not in this thread")


async def ticks(until):
    count = 0
    while not until.is_set():
        count += 1
        await asyncio.sleep(0.01)
    return count > 5


async def main():
    said.set("something")
    done = asyncio.Event()
    ticking = asyncio.create_task(ticks(done))
    print(await asyncio.gather(*(asyncio.to_thread(work, 0.3, n) for n in range(3))))
    done.set()
    print("ticks beside the threads:", await ticking)

    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, work, 0, "executor"))
    for call in (asyncio.to_thread(fail), loop.run_in_executor(None, fail)):
        try:
            await call
        except LookupError as error:
            print(repr(error))

    # Whoever waits for a thread can be cancelled; the thread goes on.
    go_on, over = threading.Event(), threading.Event()

    def wait():
        go_on.wait()
        over.set()

    try:
        await asyncio.wait_for(asyncio.to_thread(wait), 0.05)
    except TimeoutError:
        print("gave up", over.is_set())
    go_on.set()
    print("it went on", await asyncio.to_thread(over.wait, 10))

    # A thread calls the loop, and waits for what that answers.
    def ask():
        answer = asyncio.run_coroutine_threadsafe(asyncio.sleep(0.05, "answered"), loop)
        return answer.result(10)

    print(await asyncio.to_thread(ask))
    heard = loop.create_future()
    threading.Thread(target=loop.call_soon_threadsafe, args=(heard.set_result, "heard")).start()
    print(await heard)


asyncio.run(main())
