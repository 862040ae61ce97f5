def doubled(start):
    while True:
        start = start * 2
        yield start


start = int(input())
limit = int(input())
for value in doubled(start):
    print(value)
    if value > limit:
        break
