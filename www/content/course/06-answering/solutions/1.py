def greatest():
    best = yield
    while True:
        number = yield best
        if number > best:
            best = number


best = greatest()
best.send(None)
for word in input().split():
    print(word, best.send(int(word)))
