def pairs(values):
    values = iter(values)
    try:
        yield next(values), next(values, "-")
    except StopIteration:
        pass


for one, other in pairs(input().split()):
    print(one, other)
