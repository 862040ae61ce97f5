"""An exception thrown in goes down the `yield from` chain to where it is paused."""


def inner(name):
    while True:
        try:
            received = yield f"{name} waits"
            print(f"    {name} got {received!r}")
        except ValueError as error:
            print(f"    {name} caught {error}")
            return f"{name} gave up"


def outer():
    first = yield from inner("first")
    print("   ", first)
    try:
        second = yield from inner("second")
    except KeyError as error:
        second = f"outer saw KeyError {error}"
    print("   ", second)
    return "outer is over"


g = outer()
print(next(g))
print(g.send("hello"))
print(g.throw(ValueError("one")))
print(g.send("hello again"))
try:
    g.throw(KeyError("two"))
except StopIteration as stop:
    print(stop.value)
