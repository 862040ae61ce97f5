"""`yield from` hands next, send, throw and close to the inner one; its return is the value."""


def countdown(n):
    while n:
        sent = yield n
        if sent is not None:
            print(f"    countdown received {sent!r}")
        n -= 1
    return "lift-off"


def mission():
    result = yield from countdown(3)
    print("   ", result)
    result = yield from "ab"      # any iterable will do; its value is None
    print("   ", result)
    result = yield from countdown(0)
    print("    without a single yield:", result)
    return "landed"


g = mission()
print(next(g))
print(g.send("wind is fine"))
print(next(g))
print(next(g))
print(next(g))
try:
    next(g)
except StopIteration as stop:
    print(stop.value)
