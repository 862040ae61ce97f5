"""Bir değer girer, bir değer çıkar: `yield` iki yönlü çalışır."""


def grep(pattern):
    last_success = None
    while True:
        line = (yield last_success)    # son cevabı ver, sıradaki satırı bekle
        if line:
            if pattern in line:
                last_success = True
            else:
                last_success = False


g = grep("Gurel")
g.send(None)
g.send("Gurel topu at")
print(next(g))
g.send("Ali topu tut")
print(next(g))
g.close()

# Cevabı zaten send() döndürmüştü; next(g) yalnızca bir kez daha sordu.
