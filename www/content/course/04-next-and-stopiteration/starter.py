def pairs(values):
    values = iter(values)
    while True:
        yield next(values), next(values)


for one, other in pairs(input().split()):
    print(one, other)
