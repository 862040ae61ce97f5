"""What a loop says when something goes wrong, and to whom.

What ``base_events.BaseEventLoop`` has for that in the library. It is imported when there is something to say.
"""

import sys

from ._loop_class import import_module
from .format_helpers import _format_callback_source


def _logger():
    """Who is told. It is replaced in ``base_events``, if at all, where CPython's loop has it."""
    return (sys.modules.get(f"{__package__}.base_events") or import_module("log")).logger


def call_exception_handler(self, context):
    """Tell the loop's exception handler, in the context of the task or handle it is about."""
    handler = self.get_exception_handler()
    if handler is None:
        try:
            self.default_exception_handler(context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            _logger().error("Exception in default exception handler", exc_info=True)
        return
    try:
        about = context.get("task") or context.get("future") or context.get("handle")
        where = about.get_context() if hasattr(about, "get_context") else None
        if hasattr(where, "run"):
            where.run(handler, self, context)
        else:
            handler(self, context)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        try:
            self.default_exception_handler(
                {
                    "message": "Unhandled error in exception handler",
                    "exception": error,
                    "context": context,
                }
            )
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            _logger().error(
                "Exception in default exception handler while handling an unexpected error in"
                " custom exception handler",
                exc_info=True,
            )


def default_exception_handler(self, context):
    """Log what went wrong, with everything that is known about it."""
    import traceback

    message = context.get("message") or "Unhandled exception in event loop"
    exception = context.get("exception")
    lines = [message]
    for key in sorted(context):
        if key in ("message", "exception"):
            continue
        value = context[key]
        if key in ("source_traceback", "handle_traceback"):
            what = "Object" if key == "source_traceback" else "Handle"
            stack = "".join(traceback.format_list(value)).rstrip()
            value = f"{what} created at (most recent call last):\n{stack}"
        else:
            value = repr(value)
        lines.append(f"{key}: {value}")
    info = False
    if exception is not None:
        info = (type(exception), exception, exception.__traceback__)
    _logger().error("\n".join(lines), exc_info=info)


def complain_about_callback(loop, function, args, handle, exception):
    """A callback raised. Whoever is told is told while that is handled."""
    if exception.__traceback__ is None:
        # No Python code did that. A traceback says at least that it was the loop that called.
        _raise_and_catch(exception)
    context = {
        "message": f"Exception in callback {_format_callback_source(function, args, debug=loop.get_debug())}",
        "exception": exception,
        "handle": handle,
    }
    if handle._source_traceback:
        context["source_traceback"] = handle._source_traceback
    traceback = exception.__traceback__
    try:
        raise exception
    except BaseException:
        # Without this frame.
        exception.__traceback__ = traceback
        loop.call_exception_handler(context)
    finally:
        del exception, context, traceback


def _raise_and_catch(exception):
    """Give an exception a traceback. The frame in it holds neither the exception nor what it is about."""
    try:
        raise exception
    except BaseException:
        pass
    finally:
        del exception


def complain_about_slow_callback(handle, function, args, seconds):
    """A callback kept the loop from everything else."""
    task = getattr(function, "__self__", None)
    if task is not None and hasattr(task, "get_coro"):
        what = repr(task)
    elif handle is not None:
        what = repr(handle)
    else:
        what = _format_callback_source(function, args, debug=True)
    _logger().warning("Executing %s took %.3f seconds", what, seconds)
