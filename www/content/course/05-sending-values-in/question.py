def box():
    print("open")
    try:
        while True:
            item = yield
            print("in", item)
    finally:
        print("shut")


store = box()
print("made")
next(store)
store.send("tea")
print("sent")
store.close()
print("end")
