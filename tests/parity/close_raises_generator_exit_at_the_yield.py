"""close() throws GeneratorExit in at the yield; cleaning up is allowed, yielding is not."""


def tidy():
    try:
        yield "open"
    except GeneratorExit:
        print("    tidy: asked to leave")
        raise
    finally:
        print("    tidy: finally")


def stubborn():
    while True:
        try:
            yield "still here"
        except GeneratorExit:
            print("    stubborn: no")
            break
    yield "one more"


g = tidy()
print(next(g))
print("close:", g.close())
print("close again:", g.close())

never_started = tidy()
print("close before the first step:", never_started.close())

s = stubborn()
print(next(s))
try:
    s.close()
except RuntimeError as error:
    print(error)
