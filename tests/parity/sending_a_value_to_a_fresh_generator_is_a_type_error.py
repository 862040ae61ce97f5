"""There is no paused yield to receive a value before the first step."""


def echo():
    received = None
    while True:
        received = yield received


g = echo()
try:
    g.send("too early")
except TypeError as error:
    print("generator:", error)
print("still fresh, so this works:", g.send(None))
print(g.send("in time"))
g.close()


async def coroutine():
    return "done"


c = coroutine()
try:
    c.send("too early")
except TypeError as error:
    print("coroutine:", error)
try:
    c.send(None)
except StopIteration as stop:
    print("finished:", stop.value)
try:
    c.send(None)
except RuntimeError as error:
    print("again:", error)
