def grep(pattern):
    found = None
    while True:
        line = yield found
        found = pattern in line

search = grep("ball")
print(search.send(None))
print(search.send("Ali throws the ball"))
print(search.send("Oya skips the rope"))
search.close()
