"""A generator paused at `(yield)` receives what is sent, and prints matching lines."""


def grep(pattern):
    while True:
        line = (yield)
        if line and pattern in line:
            print(line)


g = grep("Gurel")
print("primed:", g.send(None))
print("sent:", g.send("Gurel topu at"))
print("sent:", g.send("Ali topu tut"))
print("an empty line:", g.send(""))
print("nothing:", next(g))
g.send("Topu Gurel'e at")
g.close()

try:
    g.send("Gurel gitti")
except StopIteration as stop:
    print("closed:", stop.args)
