def doubled(start):
    yield start
    yield from doubled(start * 2)


start = int(input())
limit = int(input())
for value in doubled(start):
    print(value)
    if value > limit:
        break
