"""Calling a generator function makes a generator and does not enter the body."""

import inspect


def generator_function():
    print("the body begins")
    i = 2
    for x in range(10):
        yield i
        i = i << 1


def without_address(thing):
    return repr(thing).split(" at 0x")[0] + ">"


print(without_address(generator_function))
gen = generator_function()
print(without_address(gen))
print("generator function?", inspect.isgeneratorfunction(generator_function))
print("generator?", inspect.isgenerator(gen), inspect.isgenerator(generator_function))
print(inspect.getgeneratorstate(gen))
print("its own iterator?", iter(gen) is gen)
print(next(gen))
print(inspect.getgeneratorstate(gen))
print(sorted(inspect.getgeneratorlocals(gen).items()))
gen.close()
print(inspect.getgeneratorstate(gen))
