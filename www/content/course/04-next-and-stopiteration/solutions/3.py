def pairs(values):
    waiting = None
    for value in values:
        if waiting is None:
            waiting = value
        else:
            yield waiting, value
            waiting = None
    if waiting is not None:
        yield waiting, "-"


for one, other in pairs(input().split()):
    print(one, other)
