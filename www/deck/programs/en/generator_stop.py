def powers():
    value = 2
    while value < 10:
        yield value
        value = value * 2

generator = powers()
while True:
    try:
        print(next(generator))
    except StopIteration:
        print("that was all")
        break
