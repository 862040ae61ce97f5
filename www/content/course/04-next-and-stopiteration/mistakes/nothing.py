def pairs(values):
    values = iter(values)
    result = []
    for value in values:
        result.append((value, next(values, "-")))
    return iter(values)


for one, other in pairs(input().split()):
    print(one, other)
