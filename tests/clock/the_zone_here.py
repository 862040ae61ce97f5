"""What `time` says of the zone it is run in, which may be any.

the_zone_here.txt is what CPython 3.14.8 printed.
"""

import calendar
import time

now = int(time.time())
local = time.localtime(now)
print("local time is west of UTC by one of the two:", now - calendar.timegm(local) in (time.timezone, time.altzone))
print("they differ where there is a summer time:", (time.timezone != time.altzone) == bool(time.daylight))
print("in summer clocks are ahead:", time.altzone <= time.timezone)
print("both have a name:", [bool(name) and isinstance(name, str) for name in time.tzname], type(time.tzname))
print(*time.strptime("Thu Nov 26 14:07:30 2026")[:9])
print(*time.strptime("26.11.2026 14:07 +0300", "%d.%m.%Y %H:%M %z")[:9])
print("the name of a zone can be read:", time.strptime(time.tzname[0], "%Z").tm_year)
