def pairs(values):
    values = iter(values)
    for value in values:
        yield value, next(values, "-")


for one, other in pairs(input().split()):
    print(one, other)
