for number in 1, 2, 3:
    print("A", number)
    print("B", number)
