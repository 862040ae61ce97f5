"""A coroutine needs no event loop: whoever calls send() is the loop."""

import types


@types.coroutine
def switch(label):
    answer = yield label
    return answer


async def inner():
    a = await switch("first")
    b = await switch("second")
    return a + b


async def outer():
    total = await inner()
    third = await switch("third")
    return total * third


coro = outer()
print(coro.send(None))
print(coro.send(3))
print(coro.send(4))
try:
    coro.send(10)
except StopIteration as stop:
    print("result:", stop.value)

# A coroutine is not an iterator: only await and yield from may go through it.
other = outer()
try:
    iter(other)
except TypeError as error:
    print(error)
try:
    next(other)
except TypeError as error:
    print(error)
other.close()
