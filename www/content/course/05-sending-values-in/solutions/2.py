def adder():
    numbers = []
    while True:
        try:
            number = yield
        except GeneratorExit:
            print("end", sum(numbers))
            return
        numbers.append(number)
        print(sum(numbers))


total = adder()
total.send(None)
for word in input().split():
    total.send(int(word))
total.close()
