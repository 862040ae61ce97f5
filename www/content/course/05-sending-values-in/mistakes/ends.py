def adder():
    total = 0
    while True:
        try:
            total += yield
            print(total)
        finally:
            print("end", total)


total = adder()
total.send(None)
for word in input().split():
    total.send(int(word))
total.close()
