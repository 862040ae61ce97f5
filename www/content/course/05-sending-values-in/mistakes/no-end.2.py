def adder():
    total = 0
    try:
        while True:
            total += yield
            print(total)
    except Exception:
        print("end", total)


total = adder()
total.send(None)
for word in input().split():
    total.send(int(word))
total.close()
