"""How callbacks and handles are shown, and where something was made.

It stands in the place of the library's own for what that imports: ``functools``, ``inspect``, ``reprlib`` and
``traceback``. Every future that something waits for shows its callbacks, and so do handles.
"""

import sys
from _functools import partial

_FunctionType = type(lambda: None)


def _get_function_source(func):
    """The file and line ``func`` was defined at, if Python knows."""
    if hasattr(func, "__wrapped__"):
        import inspect

        func = inspect.unwrap(func)
    if isinstance(func, _FunctionType):
        return func.__code__.co_filename, func.__code__.co_firstlineno
    # Without functools there is no partialmethod to be had.
    functools = sys.modules.get("functools")
    if isinstance(func, partial) or (functools and isinstance(func, functools.partialmethod)):
        return _get_function_source(func.func)
    return None


def _format_callback_source(func, args, *, debug=False):
    """The call of ``func``, and where ``func`` was defined."""
    call = _format_callback(func, args, None, debug=debug)
    source = _get_function_source(func)
    return f"{call} at {source[0]}:{source[1]}" if source else call


def _format_callback(func, args, kwargs, *, debug=False, suffix=""):
    """The call of ``func``; of partial functions, one pair of parentheses for each."""
    while isinstance(func, partial):
        suffix = _format_args_and_kwargs(args, kwargs, debug=debug) + suffix
        func, args, kwargs = func.func, func.args, func.keywords
    name = getattr(func, "__qualname__", None) or getattr(func, "__name__", None) or repr(func)
    return name + _format_args_and_kwargs(args, kwargs, debug=debug) + suffix


def _format_args_and_kwargs(args, kwargs, *, debug=False):
    """The arguments, shortened, and in debug mode only: they may be secrets."""
    if not debug:
        return "()"
    import reprlib

    shown = [reprlib.repr(value) for value in args or ()]
    shown += [f"{name}={reprlib.repr(value)}" for name, value in (kwargs or {}).items()]
    return f"({', '.join(shown)})"


def _handle_repr(handle):
    """What ``repr()`` of a handle says."""
    info = [type(handle).__name__]
    if handle._cancelled:
        info.append("cancelled")
    if hasattr(handle, "when"):
        info.append(f"when={handle.when()}")
    if handle._callback is not None:
        info.append(_format_callback_source(handle._callback, handle._args, debug=handle._loop.get_debug()))
    if handle._source_traceback:
        frame = handle._source_traceback[-1]
        info.append(f"created at {frame[0]}:{frame[1]}")
    return f"<{' '.join(info)}>"


def extract_stack(f=None, limit=None):
    """Where the program is, for ``_source_traceback``: short, and without source lines until it is shown."""
    import traceback

    from . import constants

    if f is None:
        f = sys._getframe(1)
    if limit is None:
        limit = constants.DEBUG_STACK_DEPTH
    stack = traceback.StackSummary.extract(traceback.walk_stack(f), limit=limit, lookup_lines=False)
    stack.reverse()
    return stack
