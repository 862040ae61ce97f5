def adder():
    total = 0
    while True:
        total += yield
        print(total)
    print("end", total)


total = adder()
total.send(None)
for word in input().split():
    total.send(int(word))
total.close()
