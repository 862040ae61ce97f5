from itertools import count


def doubled(start):
    return (start * 2**exponent for exponent in count())


start = int(input())
limit = int(input())
for value in doubled(start):
    print(value)
    if value > limit:
        break
