def greatest():
    while True:
        number = yield


best = greatest()
best.send(None)
for word in input().split():
    print(word, best.send(int(word)))
