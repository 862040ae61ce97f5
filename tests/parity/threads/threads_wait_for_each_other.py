"""What threads wait with: locks, events, conditions, semaphores, barriers, queues, joins; in time and too late."""

import queue
import threading


def threads(*targets):
    started = [threading.Thread(target=target) for target in targets]
    for thread in started:
        thread.start()
    return started


def join(started):
    for thread in started:
        thread.join()


lock = threading.Lock()
lock.acquire()
print(lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.locked())
has_it = threading.Event()


def take():
    with lock:
        has_it.set()


waiting = threads(take)
print(has_it.is_set())
lock.release()
join(waiting)
print(has_it.is_set(), lock.locked())

again = threading.RLock()
with again, again:
    tried = []
    join(threads(lambda: tried.append(again.acquire(blocking=False))))
    print(tried, again.locked())
try:
    again.release()
except RuntimeError as error:
    print(error)
try:
    lock.release()
except RuntimeError as error:
    print(error)

changed = threading.Condition()
number = 0
seen = []


def wait_for(wanted):
    with changed:
        seen.append((wanted, changed.wait_for(lambda: number >= wanted, timeout=10)))
        changed.notify_all()


waiting = threads(lambda: wait_for(1), lambda: wait_for(2))
for _ in range(2):
    with changed:
        number += 1
        changed.notify_all()
        changed.wait_for(lambda wanted=number: len(seen) >= wanted, timeout=10)
join(waiting)
print(seen)
with changed:
    print(changed.wait(0.01))

most, inside, lines = 0, 0, threading.Semaphore(2)
counting = threading.Lock()
meeting = threading.Barrier(2)


def enter():
    global most, inside
    with lines:
        with counting:
            inside += 1
            most = max(most, inside)
        meeting.wait(10)
        with counting:
            inside -= 1


join(threads(*[enter] * 4))
print("two at a time:", most)
late = threading.Barrier(2)
try:
    late.wait(0.01)
except threading.BrokenBarrierError as error:
    print(type(error).__name__, late.broken)

work, results = queue.Queue(maxsize=1), queue.SimpleQueue()


def worker():
    while (item := work.get()) is not None:
        results.put(item * item)
        work.task_done()
    work.task_done()


workers = threads(worker, worker)
for item in [1, 2, 3, 4, None, None]:
    work.put(item)
work.join()
join(workers)
print(sorted(results.get() for _ in range(4)), results.empty())
for get in (lambda: results.get(timeout=0.01), results.get_nowait, lambda: work.get(block=False)):
    try:
        get()
    except queue.Empty as error:
        print(repr(error))

over = threading.Event()
patient = threading.Thread(target=over.wait)
try:
    patient.join()
except RuntimeError as error:
    print(error)
patient.start()
patient.join(0.01)
print(patient.is_alive())
over.set()
patient.join()
print(patient.is_alive())
try:
    patient.start()
except RuntimeError as error:
    print(error)
try:
    threading.current_thread().join()
except RuntimeError as error:
    print(error)
