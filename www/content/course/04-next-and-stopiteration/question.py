def numbers():
    yield "one"
    print("between")
    yield "two"
    print("after")


generator = numbers()
print(next(generator))
for word in generator:
    print("for", word)
print(next(generator, "none"))
