def doubled(start):
    value = 2
    while True:
        yield value
        value = value * 2


start = int(input())
limit = int(input())
for value in doubled(start):
    print(value)
    if value > limit:
        break
