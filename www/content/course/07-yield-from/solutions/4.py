def ask(question):
    answer = yield question
    while not answer:
        answer = yield question
    return answer


def form():
    answers = {"name?": "", "city?": ""}
    for question in answers:
        while not answers[question]:
            answers[question] = yield question
    return " from ".join(answers.values())


talk = form()
try:
    print(talk.send(None))
    while True:
        print(talk.send(input()))
except StopIteration as stop:
    print(stop.value)
