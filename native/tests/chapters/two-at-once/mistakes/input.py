print(input("A"))
