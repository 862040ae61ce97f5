class doubled:
    def __init__(self, start):
        self.value = start

    def __iter__(self):
        return self

    def __next__(self):
        value = self.value
        self.value = value * 2
        return value


start = int(input())
limit = int(input())
for value in doubled(start):
    print(value)
    if value > limit:
        break
