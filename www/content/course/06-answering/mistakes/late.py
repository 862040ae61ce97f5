def greatest():
    best = before = float("-inf")
    while True:
        number = yield before
        before = best
        best = max(best, number)


best = greatest()
best.send(None)
for word in input().split():
    print(word, best.send(int(word)))
