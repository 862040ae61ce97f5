def ask(question):
    answer = yield question
    while not answer:
        answer = yield question
    return answer


def form():
    name = yield from ask("name?")
    city = yield from ask("city?")
    return name + " " + city


talk = form()
try:
    print(talk.send(None))
    while True:
        print(talk.send(input()))
except StopIteration as stop:
    print(stop.value)
