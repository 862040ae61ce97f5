def doubled(start):
    values = [start]
    while True:
        yield values
        values.append(values[-1] * 2)


start = int(input())
limit = int(input())
for value in doubled(start):
    print(value)
    if value > limit:
        break
