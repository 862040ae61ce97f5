def greatest():
    number = None
    while True:
        number = yield number


best = greatest()
best.send(None)
for word in input().split():
    print(word, best.send(int(word)))
