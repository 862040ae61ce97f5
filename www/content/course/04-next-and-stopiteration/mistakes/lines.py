def pairs(values):
    values = iter(values)
    for value in values:
        yield next(values, "-"), value


for one, other in pairs(input().split()):
    print(one, other)
