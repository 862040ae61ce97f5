def greatest():
    numbers = [(yield)]
    while True:
        numbers.append((yield max(numbers)))


best = greatest()
best.send(None)
for word in input().split():
    print(word, best.send(int(word)))
