"""A future whose `__init__` never ran knows no loop, and says that; what cannot be deleted says that, too."""

import asyncio


def attempt(name, function):
    try:
        print(name, "gives", function())
    except Exception as error:
        print(name, type(error).__name__, error)


for cls in (asyncio.Future, asyncio.Task):
    raw = cls.__new__(cls)
    for name, args in (
        ("result", ()),
        ("exception", ()),
        ("set_result", (1,)),
        ("cancel", ()),
        ("done", ()),
        ("add_done_callback", (print,)),
        ("remove_done_callback", (print,)),
        ("get_loop", ()),
        ("__await__", ()),
        ("__repr__", ()),
    ):
        if not (cls is asyncio.Task and name == "set_result"):
            attempt(f"{cls.__name__}.{name}", lambda raw=raw, name=name, args=args: getattr(raw, name)(*args))

loop = asyncio.new_event_loop()
future = loop.create_future()
for name in ("_log_traceback", "_asyncio_future_blocking", "_cancel_message"):
    attempt(name, lambda name=name: delattr(future, name))
attempt("_log_traceback", lambda: setattr(future, "_log_traceback", "yes"))
attempt("Task", lambda: asyncio.Task(1, loop=loop))
attempt("Task", lambda: asyncio.Task(1))
loop.close()
