print("A"
