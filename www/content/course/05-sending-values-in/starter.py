def adder():
    number = yield
    print(number)


total = adder()
total.send(None)
for word in input().split():
    total.send(int(word))
total.close()
