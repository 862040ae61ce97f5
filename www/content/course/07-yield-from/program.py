def inner():
    word = yield 1
    print("inner", word)
    word = yield 2
    print("inner", word)
    return "over"


def outer():
    print("outer begins")
    result = yield from inner()
    print("outer", result)
    yield 3


generator = outer()
print(generator.send(None))
print(generator.send("a"))
print(generator.send("b"))
