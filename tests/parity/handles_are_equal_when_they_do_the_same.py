"""What handles say of themselves, when timers are equal, and what may replace a loop's parts."""

import asyncio
import asyncio.base_events
import contextlib
import re
import warnings
from unittest import mock

loop = asyncio.new_event_loop()


def noop(*args):
    pass


def without_places(text):
    return re.sub(r" at \S+:\d+", " at ...", text)


one, same = loop.call_at(1e9, noop, 1), loop.call_at(1e9, noop, 1)
later, other = loop.call_at(2e9, noop, 1), loop.call_at(1e9, noop, 2)
whole = loop.call_at(1_000_000_000, noop, 1)
print(one == same, one != same, one <= same, one >= same, one < same, one > same)
print(one == later, one < later, one <= later, one >= later, one == other, one <= other)
print(hash(one) == hash(same) == hash(1e9), len({one, same, other}), one == 1e9)
print(one == whole, repr(whole.when()), without_places(repr(whole)))
one.cancel()
print(one == same, one)
for timer in same, later, other, whole:
    timer.cancel()

for handle in loop.call_soon(noop, 1), loop.call_soon_threadsafe(noop, 1):
    print(type(handle).__qualname__, type(handle).__module__, without_places(repr(handle)), handle.cancelled())
    handle.cancel()
    print(repr(handle), handle.cancelled())

loop.set_debug(True)
handle = loop.call_soon(noop, 1, 2)
print(without_places(repr(handle)))
handle.cancel()
handle.cancel()
print(without_places(repr(handle)))
loop.set_debug(False)

# Where others look for them.
with mock.patch("asyncio.base_events.logger") as logger:
    loop.call_exception_handler({"message": "told to who took the logger's place"})
    print(logger.error.call_args)
for debug in True, False:
    with mock.patch("asyncio.coroutines._is_debug_mode", lambda debug=debug: debug):
        other_loop = asyncio.new_event_loop()
        print(other_loop.get_debug())
        other_loop.close()
print(asyncio.events.threading.__name__, asyncio.events.os.__name__)

policy = type(asyncio.events._get_event_loop_policy())()
print(policy._local._loop)
with contextlib.suppress(RuntimeError):
    policy.get_event_loop()
policy.set_event_loop(loop)
print(policy._local._loop is loop is policy.get_event_loop())

future = loop.create_future()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    try:
        iter(future).throw(ValueError, ValueError("thrown"), None)
    except ValueError as error:
        print(repr(error))
    with contextlib.suppress(ValueError):
        iter(future).throw(ValueError("alone"))
print([str(warning.message) for warning in caught])

# A loop by whose turns somebody else counts.
turns = []
run_once = loop._run_once
loop._run_once = lambda: (turns.append(1), run_once())
loop.call_soon(loop.call_soon, loop.stop)
loop.run_forever()
print(len(turns))


class NoFile:
    """It has a number that is none."""

    def fileno(self):
        return "three"

    def __repr__(self):
        return "no file"


try:
    loop.add_reader(NoFile(), noop)
except ValueError as error:
    print(error)
loop.close()
