def powers():
    value = 2
    while value < 10:
        yield value
        value = value * 2
    return "over"


generator = powers()
while True:
    try:
        print("next", next(generator))
    except StopIteration as stop:
        print("StopIteration", stop.value)
        break
print("next", next(generator, "nothing"))
