def ask(question):
    answer = yield question
    while not answer:
        answer = yield question
    return answer


def form(*questions):
    if not questions:
        questions = "name?", "city?"
    answer = yield from ask(questions[0])
    if questions[1:]:
        answer += " from " + (yield from form(*questions[1:]))
    return answer


talk = form()
try:
    print(talk.send(None))
    while True:
        print(talk.send(input()))
except StopIteration as stop:
    print(stop.value)
