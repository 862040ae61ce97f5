def grep(pattern):
    print("begin", pattern)
    while True:
        line = yield
        if pattern in line:
            print("found", line)


search = grep("top")
print("made")
search.send(None)
for line in ("topu at", "ip atla", "topu tut"):
    search.send(line)
    print("sent", line)
search.close()
