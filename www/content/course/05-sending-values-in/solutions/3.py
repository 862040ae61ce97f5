class adder:
    def __init__(self):
        self.total = 0

    def send(self, number):
        if number is not None:
            self.total += number
            print(self.total)

    def close(self):
        print("end", self.total)


total = adder()
total.send(None)
for word in input().split():
    total.send(int(word))
total.close()
