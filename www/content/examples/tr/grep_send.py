"""Generator alabilir de: send(), duraklamış yield'e bir değer koyar."""


def grep(pattern):
    while True:
        line = (yield)                 # bir satır gönderilene kadar burada dur
        if line and pattern in line:
            print(line)


g = grep("Gurel")
g.send(None)                           # ilk yield'e kadar çalıştır; ancak o zaman alabilir
g.send("Gurel topu at")                # yazılır: aranan içinde
g.send("Ali topu tut")                 # yazılmaz
g.close()                              # yield'de GeneratorExit fırlatır, böylece bitirir

# Burada iki fonksiyon sırayla çalıştı; ne thread var ne callback.
# Coroutine'ler bu tohumdan büyüdü.
