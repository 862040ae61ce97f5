"""The end of a generator is a StopIteration that carries what it returned."""


def generator_function():
    i = 2
    for x in range(10):
        yield i
        i = i << 1
    return "the last i was %d" % (i >> 1)


gen = generator_function()
while True:
    try:
        print(next(gen))
    except StopIteration as stop:
        print("stopped with:", stop.value)
        break

# Once over, it stays over, and the value is not given twice.
try:
    next(gen)
except StopIteration as stop:
    print("asked again:", stop.value, stop.args)


def raises_it_itself():
    yield 1
    raise StopIteration("mine")


# PEP 479: a StopIteration that escapes from a generator's body is a bug, and says so.
try:
    list(raises_it_itself())
except RuntimeError as error:
    print(type(error).__name__, "-", error)
    print("caused by:", repr(error.__cause__))
