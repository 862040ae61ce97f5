def powers():
    print("gövde başlıyor")
    value = 2
    while value < 50:
        yield value
        value = value * 2

print(type(powers).__name__)

generator = powers()
print(type(generator).__name__)

print(next(generator))
