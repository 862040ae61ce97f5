def greatest():
    best = float("-inf")
    while True:
        number = yield
        best = max(best, number)
        yield best


best = greatest()
best.send(None)
for word in input().split():
    print(word, best.send(int(word)))
