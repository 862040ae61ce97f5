"""Ask for the values one at a time."""


def generator_function():
    i = 2
    for x in range(10):
        yield i
        i = i << 1


gen = generator_function()
for x in range(10):
    print(next(gen))
    # print(gen.__next__())    # the same thing, spelled the way Python does it

# Ten values were promised, and ten were taken. What would an eleventh next(gen) do?
