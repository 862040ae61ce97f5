def adder():
    total = number = 0
    try:
        while True:
            number = yield
            total += number
            print(total)
    finally:
        print("end", number)


total = adder()
total.send(None)
for word in input().split():
    total.send(int(word))
total.close()
