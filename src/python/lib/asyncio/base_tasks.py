"""How a task is shown, and its stack. https://docs.python.org/3/library/asyncio-task.html#task-object

It stands in the place of the library's own for what that imports: ``linecache``, ``reprlib`` and ``traceback``. Here
they come when a stack is printed, and not when a task is.
"""

from . import base_futures, coroutines


def _task_repr_info(task):
    state, *rest = base_futures._future_repr_info(task)
    if task.cancelling() and not task.done():
        state = "cancelling"
    info = [state, f"name={task.get_name()!r}"]
    if task._coro:
        info.append(f"coro=<{coroutines._format_coroutine(task._coro)}>")
    if task._fut_waiter is not None:
        info.append(f"wait_for={task._fut_waiter!r}")
    return info + rest


_task_repr = base_futures._repr_from(_task_repr_info)


def _task_get_stack(task, limit):
    """The frames it is suspended in, or those its exception went through."""
    coro = task._coro
    for name in ("cr_frame", "gi_frame", "ag_frame"):
        if hasattr(coro, name):
            frame = getattr(coro, name)
            break
    else:
        frame = None
    frames = []
    if frame is not None:
        # From the innermost outwards, so that a limit keeps the newest.
        while frame is not None and (limit is None or len(frames) < limit):
            frames.append(frame)
            frame = frame.f_back
        frames.reverse()
    elif task._exception is not None:
        # From the outermost inwards: a limit keeps the oldest, as `traceback` does.
        entry = task._exception.__traceback__
        while entry is not None and (limit is None or len(frames) < limit):
            frames.append(entry.tb_frame)
            entry = entry.tb_next
    return frames


def _task_print_stack(task, limit, file):
    """The same for the reader's eye, on ``file`` or on standard error."""
    import linecache
    import traceback

    checked = set()
    lines = []
    for frame in task.get_stack(limit=limit):
        code = frame.f_code
        if code.co_filename not in checked:
            checked.add(code.co_filename)
            linecache.checkcache(code.co_filename)
        source = linecache.getline(code.co_filename, frame.f_lineno, frame.f_globals)
        lines.append((code.co_filename, frame.f_lineno, code.co_name, source))

    exception = task._exception
    if not lines:
        print(f"No stack for {task!r}", file=file)
    else:
        what = "Stack" if exception is None else "Traceback"
        print(f"{what} for {task!r} (most recent call last):", file=file)
    traceback.print_list(lines, file=file)
    if exception is not None:
        for line in traceback.format_exception_only(exception.__class__, exception):
            print(line, file=file, end="")
