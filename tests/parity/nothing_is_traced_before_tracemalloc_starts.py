"""Who asks :mod:`tracemalloc` gets an answer before it is started: nothing is traced."""

import tracemalloc
import warnings

print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())
print(tracemalloc.get_traced_memory(), tracemalloc.get_object_traceback(object()))
tracemalloc.stop()
tracemalloc.clear_traces()
try:
    tracemalloc.take_snapshot()
except RuntimeError as error:
    print(error)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("one", ResourceWarning, stacklevel=1, source=object())
print(len(caught), caught[0].message)
