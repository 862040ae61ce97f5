def adder():
    total = 0
    try:
        while True:
            total += yield
            print(total)
    finally:
        print("end", total)


total = adder()
for word in input().split():
    total.send(int(word))
total.close()
