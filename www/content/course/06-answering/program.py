def grep(pattern):
    found = None
    while True:
        line = yield found
        found = pattern in line


search = grep("top")
print("first", search.send(None))
for line in ("topu at", "ip atla", "topu tut"):
    print(line, search.send(line))
