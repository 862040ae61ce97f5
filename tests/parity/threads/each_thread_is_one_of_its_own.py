"""Names, numbers, what is a thread's own; what becomes of exceptions; daemons, timers, the end of the program."""

import atexit
import sys
import threading
import time

own = threading.local()
own.name = "main"


class Counted(threading.local):
    made = 0

    def __init__(self, start):
        type(self).made += 1
        self.number = start


counted = Counted(7)
counted.number += 1


def look():
    here = threading.current_thread()
    own.name = here.name
    print(here.name, own.name, counted.number, here.ident == threading.get_ident(), here.daemon)
    print(here is threading.main_thread(), here in threading.enumerate(), threading.active_count())


for name in ("first", "second"):
    thread = threading.Thread(target=look, name=name)
    print(thread.ident, thread.is_alive())
    thread.start()
    thread.join()
print(own.name, counted.number, Counted.made, threading.current_thread().name, threading.active_count())


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name)


def fail():
    raise ValueError("in a thread")


threading.excepthook = hook
thread = threading.Thread(target=fail, name="failing")
thread.start()
thread.join()
thread = threading.Thread(target=sys.exit, args=(1,), name="leaving")
thread.start()
thread.join()
threading.excepthook = threading.__excepthook__


class Kept:
    def __del__(self):
        print("what a thread has of its own goes with it")


def keep():
    own.kept = Kept()


thread = threading.Thread(target=keep)
thread.start()
thread.join()


def loop():
    try:
        while True:
            time.sleep(0.01)
    finally:
        print("nobody hears this")


threading.Thread(target=loop, daemon=True, name="daemon").start()
print(threading.active_count(), [thread.name for thread in threading.enumerate()])

started = threading.Event()
cancelled = threading.Timer(60, print, ["never"])
cancelled.start()
cancelled.cancel()
cancelled.join()


def last():
    started.set()
    time.sleep(0.05)
    print("the program waits for its threads")


atexit.register(print, "and then it is over")
threading.Thread(target=last).start()
started.wait()
print("the main thread is over")
