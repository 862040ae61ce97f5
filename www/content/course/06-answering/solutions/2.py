def greatest():
    best = None
    while True:
        number = yield best
        best = number if best is None else max(best, number)


best = greatest()
best.send(None)
for word in input().split():
    print(word, best.send(int(word)))
