def doubled(start):
    while True:
        yield start
        yield start * 2


start = int(input())
limit = int(input())
for value in doubled(start):
    print(value)
    if value > limit:
        break
