"""Değerleri tek tek iste."""


def generator_function():
    i = 2
    for x in range(10):
        yield i
        i = i << 1


gen = generator_function()
for x in range(10):
    print(next(gen))
    # print(gen.__next__())    # aynı şey, Python'un yaptığı gibi yazılmışı

# On değer söz verilmişti, onu da alındı. On birinci next(gen) ne yapardı?
