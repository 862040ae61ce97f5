def leaf(name):
    print("begin", name)
    yield name
    return name * 2


def branch():
    first = yield from leaf("a")
    print("first", first)
    second = yield from leaf("b")
    print("second", second)


for name in branch():
    print("for", name)
