"""What to do where a tab lacks what a program needs, as a note below the error that has ended it.

The error itself stays what it is in CPython: programs may catch it.
"""

import sys

# Where the rest of the advice is the same.
_ON_A_DESKTOP = "On a desktop there is: asyncio101 run."

# What of os and signal has to do with processes and terminals.
_OF_A_SYSTEM = (
    "fork forkpty execv execve execvp execl spawnv spawnl posix_spawn system popen wait waitpid waitid killpg"
    " getppid setsid pipe pipe2 openpty mkfifo set_blocking nice alarm setitimer pthread_kill sigwait pause"
).split()


def advise(exception):
    """Adds a note to an exception, or to those in a group, if a tab is the reason for it."""
    if isinstance(exception, BaseExceptionGroup):
        for member in exception.exceptions:
            advise(member)
        return
    note = _note(exception)
    if note is not None and note not in getattr(exception, "__notes__", ()):
        exception.add_note(note)


def _note(exception):
    if isinstance(exception, ModuleNotFoundError):
        name = (exception.name or "").partition(".")[0]
        if name.startswith("_"):
            return None
        if name in sys.stdlib_module_names:
            return f"A browser tab has no {name!r}: it needs an operating system. {_ON_A_DESKTOP}"
        return (
            f"The playground has Python's standard library, and {name!r} is no part of it. On a desktop, asyncio101 run"
            " finds packages of pure Python that PYTHONPATH leads to."
        )
    if isinstance(exception, AttributeError):
        module = getattr(exception.obj, "__name__", None)
        if module in ("os", "posix", "signal") and exception.name in _OF_A_SYSTEM:
            return f"A browser tab has no {module}.{exception.name}: there are no processes in it. {_ON_A_DESKTOP}"
        return None
    if isinstance(exception, OSError) and "does not support processes" in str(exception.strerror):
        return f"A browser tab has no processes. {_ON_A_DESKTOP}"
    return None
