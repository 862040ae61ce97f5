"""What everything that tells the time says about an hour's sleep, and about a day's in a loop.

On a virtual clock neither takes any time, and every one of them says so.
"""

import asyncio
import calendar
import datetime
import logging
import time
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
UTC = datetime.UTC
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class Moment(datetime.datetime):
    """A subclass is asked for the time of its own class."""

    def __new__(cls, *arguments, **keywords):
        cls.made = getattr(cls, "made", 0) + 1
        return super().__new__(cls, *arguments, **keywords)


def record():
    return logging.LogRecord("name", logging.INFO, "path", 1, "message", (), None)


def seconds(words):
    """What a time like "Thu Nov 26 12:20:17 2026" is in seconds."""
    _, month, day, clock, year = words.split()
    return datetime.datetime(int(year), MONTHS.index(month) + 1, int(day), *map(int, clock.split(":"))).timestamp()


# Each gives seconds.
CLOCKS = {
    "time.time": time.time,
    "time.time_ns": lambda: time.time_ns() / 1e9,
    "time.monotonic": time.monotonic,
    "time.monotonic_ns": lambda: time.monotonic_ns() / 1e9,
    "time.perf_counter": time.perf_counter,
    "time.perf_counter_ns": lambda: time.perf_counter_ns() / 1e9,
    "time.process_time": time.process_time,
    "time.process_time_ns": lambda: time.process_time_ns() / 1e9,
    "time.thread_time": time.thread_time,
    "time.thread_time_ns": lambda: time.thread_time_ns() / 1e9,
    "time.localtime()": lambda: time.mktime(time.localtime()),
    "time.localtime(None)": lambda: time.mktime(time.localtime(None)),
    "time.gmtime()": lambda: calendar.timegm(time.gmtime()),
    "time.ctime()": lambda: seconds(time.ctime()),
    "time.asctime()": lambda: seconds(time.asctime()),
    "time.strftime(format)": lambda: seconds(time.strftime("%a %b %d %H:%M:%S %Y")),
    "datetime.now()": lambda: datetime.datetime.now().timestamp(),
    "datetime.now(UTC)": lambda: datetime.datetime.now(UTC).timestamp(),
    "datetime.now(tz=UTC)": lambda: datetime.datetime.now(tz=UTC).timestamp(),
    "datetime.utcnow()": lambda: datetime.datetime.utcnow().replace(tzinfo=UTC).timestamp(),
    "datetime.today()": lambda: datetime.datetime.today().timestamp(),
    "Moment.now()": lambda: Moment.now().timestamp(),
    "logging": lambda: record().created,
    "date.today()": lambda: datetime.date.today().toordinal() * 24 * 3600,
}


def read():
    return {name: clock() for name, clock in CLOCKS.items()}


def tell(what, before, after):
    print(what)
    for name in before:
        minutes = round((after[name] - before[name]) / 60)
        print(f"  {name}: {minutes} minutes")


before = read()
time.sleep(3600)
after = read()
# It has been midnight or not.
del before["date.today()"], after["date.today()"]
tell("after an hour", before, after)


async def main():
    loop = asyncio.get_running_loop()
    CLOCKS["loop.time()"] = loop.time
    before = read()
    await asyncio.sleep(24 * 3600)
    tell("after a day", before, read())
    # They agree with one another, too.
    print(loop.time() <= time.monotonic() <= loop.time())
    now = time.time(), datetime.datetime.now().timestamp(), datetime.datetime.now(UTC).timestamp(), time.time()
    print(now[0] - 1e-6 <= now[1] <= now[3] and now[1] <= now[2] <= now[3])


asyncio.run(main())
moment = Moment.now()
made = Moment.made
print(type(moment).__name__, Moment.now() >= moment, Moment.made - made)
print(type(Moment.utcnow()).__name__, Moment.made - made)
steps = [time.monotonic_ns() for _ in range(1000)]
print(steps == sorted(set(steps)))
time.sleep(1e-9)
print(time.get_clock_info("time"))
print(time.get_clock_info("perf_counter"))
print(time.sleep.__module__, time.sleep.__name__, time.sleep, datetime.datetime.now.__name__)
