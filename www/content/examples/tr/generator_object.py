"""Fonksiyon başka, onu çağırmanın verdiği başkadır."""


def generator_function():
    print("the body has begun")
    i = 2
    for x in range(10):
        yield i
        i = i << 1


print(generator_function)      # ötekiler gibi bir fonksiyon
print(generator_function())    # bir generator: gövdesinden henüz hiçbir şey çalışmadı

# Gövde ancak biri ilk değeri isteyince başlar.
gen = generator_function()
print("asking for the first value ...")
print(next(gen))
