"""What the functions that tell the time say about arguments they cannot take.

what_time_refuses.txt is what CPython 3.14.8 printed.
"""

import datetime
import time

now = datetime.datetime.now
utcnow = datetime.datetime.utcnow


class Index:
    def __index__(self):
        return 0


class Float:
    def __float__(self):
        return 0.0


for expression in (
    "time.sleep('1')",
    "time.sleep(None)",
    "time.sleep(1j)",
    "time.sleep(Float())",
    "time.sleep(float('nan'))",
    "time.sleep(-1)",
    "time.sleep(-1e-12)",
    "time.sleep(1e100)",
    "time.sleep(-1e100)",
    "time.sleep(float('inf'))",
    "time.sleep(10**30)",
    "time.sleep(9_223_372_037)",
    "time.sleep(-9_223_372_037)",
    "time.sleep()",
    "time.sleep(1, 2)",
    "time.sleep(seconds=1)",
    "time.sleep(False)",
    "time.sleep(-0.0)",
    "time.sleep(Index())",
    "time.time(1)",
    "time.time_ns(1, 2)",
    "time.monotonic(x=1)",
    "time.perf_counter_ns(None)",
    "time.process_time(1)",
    "time.thread_time(1)",
    "time.get_clock_info()",
    "time.get_clock_info('time', 'monotonic')",
    "time.get_clock_info(name='time')",
    "time.get_clock_info(1)",
    "time.get_clock_info('sundial')",
    "now(1)",
    "now(None, None)",
    "now(zone=None)",
    "utcnow(1)",
    "utcnow(tz=None)",
):
    try:
        print(expression, "is", eval(expression))
    except Exception as error:
        print(expression, "raises", repr(error))
