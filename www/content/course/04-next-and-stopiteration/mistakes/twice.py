def pairs(values):
    for one, other in zip(values, [*values[1:], "-"]):
        yield one, other


for one, other in pairs(input().split()):
    print(one, other)
