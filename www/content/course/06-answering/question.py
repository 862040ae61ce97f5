def talk():
    word = yield "a"
    print("got", word)
    word = yield "b"
    print("got", word)
    yield "c"


other = talk()
print(next(other))
print(other.send(1))
print(other.send(2))
