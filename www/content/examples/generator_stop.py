"""StopIteration is how a generator says that it is over."""


def generator_function():
    i = 2
    for x in range(10):
        yield i
        i = i << 1


# This is what a `for` loop does behind your back.
gen = generator_function()
while True:
    try:
        print(next(gen))
    except StopIteration:
        print("no more values")
        break
