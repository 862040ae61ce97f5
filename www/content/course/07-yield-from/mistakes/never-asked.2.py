def ask(question):
    answer = yield question
    while not answer:
        answer = yield question
    return answer


def form():
    return (yield from ask("name?"))


talk = form()
try:
    print(talk.send(None))
    while True:
        print(talk.send(input()))
except StopIteration as stop:
    print(stop.value)
