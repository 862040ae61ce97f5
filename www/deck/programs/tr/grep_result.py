def grep(pattern):
    found = None
    while True:
        line = yield found
        found = pattern in line

search = grep("top")
print(search.send(None))
print(search.send("Ali topu atıyor"))
print(search.send("Oya ip atlıyor"))
search.close()
