from itertools import zip_longest


def pairs(values):
    values = iter(values)
    return zip_longest(values, values, fillvalue="-")


for one, other in pairs(input().split()):
    print(one, other)
