def grep(pattern):
    while True:
        line = yield
        if pattern in line:
            print("bulundu:", line)

search = grep("top")
search.send(None)
search.send("Ali topu atıyor")
search.send("Oya ip atlıyor")
search.close()
