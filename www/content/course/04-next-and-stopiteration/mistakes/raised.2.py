def pairs(values):
    while True:
        try:
            yield next(values), next(values, "-")
        except StopIteration:
            return


for one, other in pairs(input().split()):
    print(one, other)
