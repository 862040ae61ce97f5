def powers():
    value = 2
    while value < 50:
        yield value
        value = value * 2

generator = powers()
print(next(generator))
print(next(generator))
print(generator.__next__())
