def doubled(start):
    return [start, start * 2, start * 4]


start = int(input())
limit = int(input())
for value in doubled(start):
    print(value)
    if value > limit:
        break
