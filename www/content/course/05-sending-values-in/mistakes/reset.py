def adder():
    try:
        while True:
            total = 0
            total += yield
            print(total)
    finally:
        print("end", total)


total = adder()
total.send(None)
for word in input().split():
    total.send(int(word))
total.close()
