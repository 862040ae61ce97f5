"""A generator function, looped over (PEP 255)."""


def generator_function():
    i = 2
    for x in range(10):
        yield i          # hand one value out, and stay here until the next is wanted
        i = i << 1


# `for` asks for the next value again and again, until there is none.
for x in generator_function():
    print(x)
