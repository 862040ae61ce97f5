def greatest(best=float("-inf")):
    number = yield best
    yield from greatest(number if number > best else best)


best = greatest()
best.send(None)
for word in input().split():
    print(word, best.send(int(word)))
