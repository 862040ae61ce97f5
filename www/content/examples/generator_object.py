"""The function and what calling it gives are two different things."""


def generator_function():
    print("the body has begun")
    i = 2
    for x in range(10):
        yield i
        i = i << 1


print(generator_function)      # a function like any other
print(generator_function())    # a generator: nothing in the body has run yet

# The body begins only when somebody asks for the first value.
gen = generator_function()
print("asking for the first value ...")
print(next(gen))
