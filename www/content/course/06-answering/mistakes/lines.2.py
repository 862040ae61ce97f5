def greatest():
    best = yield
    while True:
        best += yield best


best = greatest()
best.send(None)
for word in input().split():
    print(word, best.send(int(word)))
