"""Generator bittiğini StopIteration ile söyler."""


def generator_function():
    i = 2
    for x in range(10):
        yield i
        i = i << 1


# `for` döngüsünün size sezdirmeden yaptığı budur.
gen = generator_function()
while True:
    try:
        print(next(gen))
    except StopIteration:
        print("no more values")
        break
