"""ThreadPoolExecutor: order of results, names, initializers, cancelling, what is refused afterwards."""

import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, as_completed, wait

with ThreadPoolExecutor(3, thread_name_prefix="pool") as pool:
    print(list(pool.map(lambda n: n * n, range(6))))
    meeting = threading.Barrier(3)

    def meet():
        meeting.wait(10)
        return threading.current_thread().name

    print(sorted(future.result() for future in [pool.submit(meet) for _ in range(3)]))
    naps = {pool.submit(time.sleep, seconds): seconds for seconds in (0.3, 0.15, 0.01)}
    print([naps[future] for future in as_completed(naps)])
    gate = threading.Event()
    futures = [pool.submit(gate.wait), pool.submit(str, 1)]
    done, not_done = wait(futures, return_when=FIRST_COMPLETED)
    print([future.result() for future in done], len(not_done))
    gate.set()
    failed = pool.submit(int, "x")
    print(repr(failed.exception()))
    order = []
    future = pool.submit(str, 2)
    future.add_done_callback(lambda future: order.append(future.result()))
    wait([future])
print(order)

made = []
with ThreadPoolExecutor(1, initializer=made.append, initargs=("initialized",)) as pool:
    block = threading.Event()
    first, second = pool.submit(block.wait), pool.submit(print, "never")
    print(second.cancel(), first.running() or not first.done())
    third = pool.submit(print, "neither")
    pool.shutdown(wait=False, cancel_futures=True)
    print(third.cancelled())
    block.set()
print(made, first.result())
try:
    pool.submit(print)
except RuntimeError as error:
    print(error)
