"""A generator can receive, too: send() puts a value into the paused yield."""


def grep(pattern):
    while True:
        line = (yield)                 # stop here until a line is sent
        if line and pattern in line:
            print(line)


g = grep("Gurel")
g.send(None)                           # run to the first yield; only then can it receive
g.send("Gurel, throw the ball")        # printed: it holds the pattern
g.send("Ali, catch the ball")          # not printed
g.close()                              # raises GeneratorExit at the yield, and so ends it

# Two functions took turns here, without a thread and without a callback.
# This is the seed that grew into coroutines.
