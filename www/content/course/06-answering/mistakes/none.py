def greatest():
    best = yield
    while True:
        number = yield
        best = max(best, number)


best = greatest()
best.send(None)
for word in input().split():
    print(word, best.send(int(word)))
