def pairs(values):
    values = iter(values)
    one = ""
    while one != "-":
        one = next(values, "-")
        yield one, next(values, "-")


for one, other in pairs(input().split()):
    print(one, other)
