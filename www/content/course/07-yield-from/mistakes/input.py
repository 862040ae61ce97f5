def ask(question):
    answer = yield question
    while not answer:
        answer = yield question
    return answer


def form():
    for question in ask("name?"):
        name = yield question
    for question in ask("city?"):
        city = yield question
    return name + " from " + city


talk = form()
try:
    print(talk.send(None))
    while True:
        print(talk.send(input()))
except StopIteration as stop:
    print(stop.value)
