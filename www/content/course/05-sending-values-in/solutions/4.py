from contextlib import contextmanager


@contextmanager
def told(numbers):
    try:
        yield numbers
    finally:
        print("end", sum(numbers))


def adder():
    with told([]) as numbers:
        while True:
            number = yield
            numbers.append(number)
            print(sum(numbers))


total = adder()
total.send(None)
for word in input().split():
    total.send(int(word))
total.close()
