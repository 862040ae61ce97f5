print("A B")
