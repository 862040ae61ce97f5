def doubled(start):
    return [start, start * 2, start * 4, start * 8, start * 16, start * 32]


start = int(input())
limit = int(input())
for value in doubled(start):
    print(value)
    if value > limit:
        break
