"""A generator runs up to its next yield each time it is asked, and no further."""


def generator_function():
    i = 2
    for x in range(10):
        print(f"    (about to yield, x = {x})")
        yield i
        i = i << 1
    print("    (the body is over)")


for value in generator_function():
    print(value)

# A second call makes a second generator, with its own frame and its own i.
first = generator_function()
second = generator_function()
print("first:", next(first), next(first), next(first))
print("second:", next(second))
print("first again:", next(first))
