def stairs():
    print("bottom")
    yield 1
    print("middle")
    yield 2
    print("top")


walk = stairs()
print("start")
for number in walk:
    print("step", number)
