def grep(pattern):
    while True:
        line = yield
        if pattern in line:
            print("found:", line)

search = grep("ball")
search.send(None)
search.send("Ali throws the ball")
search.send("Oya skips the rope")
search.close()
