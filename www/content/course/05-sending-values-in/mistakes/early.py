def adder():
    total = 0
    try:
        while True:
            number = yield
            print(total)
            total += number
    finally:
        print("end", total)


total = adder()
total.send(None)
for word in input().split():
    total.send(int(word))
total.close()
