def powers():
    value = 2
    while value < 50:
        yield value
        value = value * 2

for value in powers():
    print(value)
