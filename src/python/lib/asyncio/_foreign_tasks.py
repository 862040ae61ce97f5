"""Tasks of other kinds than ours, and ours in loops of other kinds.

In the library ``tasks`` keeps all tasks in one weak set. Ours are known to their loop in Rust, which is quicker; only
what some program registers with ``_register_task`` is here.
"""

from _weakrefset import WeakSet

_foreign_tasks = WeakSet()


def register_task(task):
    """Remember a task that is not ours, or not of a loop of ours."""
    _foreign_tasks.add(task)


def unregister_task(task):
    """Forget it."""
    _foreign_tasks.discard(task)


def foreign_tasks(loop):
    """Those of ``loop`` that are not done."""
    tasks = []
    for task in list(_foreign_tasks):
        get_loop = getattr(task, "get_loop", None)
        if (get_loop() if get_loop else task._loop) is loop and not task.done():
            tasks.append(task)
    return tasks
