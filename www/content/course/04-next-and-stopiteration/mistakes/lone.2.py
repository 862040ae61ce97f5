def pairs(values):
    return zip(values[::2], values[1::2])


for one, other in pairs(input().split()):
    print(one, other)
