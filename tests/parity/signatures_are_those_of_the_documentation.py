"""Classes and functions in Rust have the signatures and the documentation of those they replace."""

import asyncio
import contextvars
import inspect


def show(name, value):
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError) as error:
        signature = type(error).__name__
    print(name, signature, "documented" if value.__doc__ else "")


show("Future", asyncio.Future)
show("Task", asyncio.Task)
for name in "result exception set_result set_exception remove_done_callback cancel cancelled done get_loop".split():
    show(f"Future.{name}", getattr(asyncio.Future, name))
for name in "cancel cancelling uncancel get_stack print_stack".split():
    show(f"Task.{name}", getattr(asyncio.Task, name))
print(inspect.signature(asyncio.Task.set_name), inspect.signature(asyncio.Task.get_coro))
for name in (
    "all_tasks current_task get_running_loop get_event_loop _set_running_loop _enter_task _leave_task _register_task"
    " create_task gather shield wait wait_for timeout timeout_at run sleep ensure_future"
).split():
    show(name, getattr(asyncio, name))
print(inspect.signature(asyncio.Handle), inspect.signature(asyncio.TimerHandle))
for name in "copy get keys values items".split():
    show(f"Context.{name}", getattr(contextvars.Context, name))
for name in "get set reset".split():
    show(f"ContextVar.{name}", getattr(contextvars.ContextVar, name))
