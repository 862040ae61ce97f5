def ask(question):
    answer = yield question
    while not answer:
        answer = yield question
    return answer


def form():
    answers = []
    for question in "name?", "city?":
        asked = ask(question)
        given = None
        while True:
            try:
                given = yield asked.send(given)
            except StopIteration as stop:
                answers.append(stop.value)
                break
    return " from ".join(answers)


talk = form()
try:
    print(talk.send(None))
    while True:
        print(talk.send(input()))
except StopIteration as stop:
    print(stop.value)
