"""A loop in each of several threads; one that runs for ever and is told what to do; where a thread has none."""

import asyncio
import threading

results = {}


async def main(name):
    await asyncio.sleep(0.01)
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.sleep(0.01, n)) for n in range(3)]
    return name, [task.result() for task in tasks], asyncio.current_task().get_name() != ""


def run(name):
    results[name] = asyncio.run(main(name))


threads = [threading.Thread(target=run, args=(name,)) for name in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print([results[name] for name in "abc"])

loop = asyncio.new_event_loop()
running = threading.Thread(target=loop.run_forever)
running.start()
submitted = [asyncio.run_coroutine_threadsafe(main(n), loop) for n in range(3)]
print([future.result(5) for future in submitted])
never = asyncio.run_coroutine_threadsafe(asyncio.sleep(3600), loop)
print(never.cancel(), never.cancelled())
failed = asyncio.run_coroutine_threadsafe(asyncio.wait_for(asyncio.sleep(3600), 0.01), loop)
print(repr(failed.exception(5)))
loop.call_soon_threadsafe(loop.stop)
running.join()
print(loop.is_running(), loop.is_closed())
loop.close()
try:
    loop.call_soon_threadsafe(print)
except RuntimeError as error:
    print(error)


def without():
    for get in (asyncio.get_running_loop, asyncio.get_event_loop):
        try:
            get()
        except RuntimeError as error:
            print(error)


thread = threading.Thread(target=without, name="without")
thread.start()
thread.join()
