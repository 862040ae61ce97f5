"""A value goes in and a value comes out: `yield` works both ways."""


def grep(pattern):
    last_success = None
    while True:
        line = (yield last_success)    # give the last answer, wait for the next line
        if line:
            if pattern in line:
                last_success = True
            else:
                last_success = False


g = grep("Gurel")
g.send(None)
g.send("Gurel, throw the ball")
print(next(g))
g.send("Ali, catch the ball")
print(next(g))
g.close()

# send() itself already returned the answer; next(g) only asked for it once more.
