import asyncio

loop = asyncio.new_event_loop()
began = loop.time()
words = iter(["3", "2", "1", "go"])


def tick(due):
    word = next(words, None)
    if word is None:
        loop.stop()
        return
    print(word)
    loop.call_at(due + 1, tick, due + 1)


tick(began)
loop.run_forever()
loop.close()
