def powers():
    print("begin")
    value = 2
    while value < 10:
        yield value
        value = value * 2
    print("over")


made = powers()
print(type(powers).__name__)
print(type(made).__name__)
for value in made:
    print("got", value)
