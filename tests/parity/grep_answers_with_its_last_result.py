"""The value of `yield` goes both ways: a line in, the last result out."""


def grep(pattern):
    last_success = None
    while True:
        line = (yield last_success)
        if line:
            if pattern in line:
                last_success = True
            else:
                last_success = False


g = grep("Gurel")
print("primed:", g.send(None))
g.send("Gurel topu at")
print(next(g))
g.send("Ali topu tut")
print(next(g))
# send() itself already returns the next yield's value.
print([g.send(line) for line in ("Gurel", "Ali", "", None, "Gurel Ali")])
g.close()
