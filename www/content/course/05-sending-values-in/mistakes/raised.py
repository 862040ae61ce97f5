def adder():
    total = 0
    try:
        number = yield
        total += number
        print(total)
    finally:
        print("end", total)


total = adder()
total.send(None)
for word in input().split():
    total.send(int(word))
total.close()
