"""next(gen), gen.__next__() and gen.send(None) are three spellings of one step."""


def generator_function():
    i = 2
    for x in range(10):
        yield i
        i = i << 1


gen = generator_function()
for x in range(10):
    if x % 3 == 0:
        print("next", next(gen))
    elif x % 3 == 1:
        print("__next__", gen.__next__())
    else:
        print("send(None)", gen.send(None))

print("default:", next(gen, "nothing left"))
print("default again:", next(gen, "nothing left"))
