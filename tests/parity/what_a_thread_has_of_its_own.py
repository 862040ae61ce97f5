"""threading.local: attributes of its class, of its instances, and what is made with it."""

import threading


class Own(threading.local):
    number = 1

    def __init__(self, name):
        self.name = name

    def told(self):
        return f"{self.name} {self.number}"


own = Own("main")
print(own.told(), own.number, Own.number, vars(own))
own.number = 2
print(own.told(), Own.number, sorted(vars(own)))
del own.number
print(own.told(), hasattr(own, "nothing"))
plain = threading.local()
plain.x = [1]
print(plain.x, vars(plain), isinstance(own, threading.local))
