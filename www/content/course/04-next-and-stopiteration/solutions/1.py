def pairs(values):
    values = iter(values)
    while True:
        try:
            one = next(values)
        except StopIteration:
            return
        yield one, next(values, "-")


for one, other in pairs(input().split()):
    print(one, other)
