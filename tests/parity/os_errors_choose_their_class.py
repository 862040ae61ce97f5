"""OSError(errno, ...) is of the class that stands for the number; a class of one's own stays that."""


class Mine(OSError):
    def __init__(self, what, number):
        super().__init__(number, what)
        self.what = what


class Plain(OSError):
    pass


for number in 1, 2, 3, 4, 10, 11, 13, 17, 20, 21, 32, 98, 103, 104, 110, 111, 115:
    print(number, type(OSError(number, "text")).__name__, end="; ")
print()
print(type(OSError(2)).__name__, type(OSError("2", "text")).__name__, type(OSError()).__name__)
error = OSError(2, "no such thing", "a file")
print(error.errno, error.strerror, error.filename, error)
error = Mine(what="mine", number=111)
print(type(error).__name__, error.errno, error.what, error)
print(type(Plain(111, "plain")).__name__, Plain(111, "plain").errno)
