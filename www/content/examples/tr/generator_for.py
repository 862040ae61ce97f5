"""Üzerinde döngü kurulan bir generator fonksiyonu (PEP 255)."""


def generator_function():
    i = 2
    for x in range(10):
        yield i          # bir değer ver, sıradaki istenene kadar burada kal
        i = i << 1


# `for`, kalmayana kadar tekrar tekrar sıradaki değeri ister.
for x in generator_function():
    print(x)
