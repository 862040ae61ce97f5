"""Bütün bir event loop: bir callback kuyruğu ve bir task'ın `_step`'i.

- Ya `_fut_waiter` `None`'dır ve `_step()` planlanmıştır
- ya da `_fut_waiter` bir `Future`'dır ve `_step()` planlanmamıştır.
"""

from collections import deque


class Loop:
    def __init__(self):
        self._ready = deque()

    def call_soon(self, callback, *args):
        self._ready.append((callback, args))

    def run_once(self):
        # Yalnızca şu an hazır olanlar. Bu callback'lerin planladıkları sonraki turu bekler.
        for _ in range(len(self._ready)):
            callback, args = self._ready.popleft()
            callback(*args)


class Future:
    def __init__(self, loop):
        self._loop, self._callbacks = loop, []
        self._done, self._result, self._exception = False, None, None

    def done(self):
        return self._done

    def result(self):
        if self._exception is not None:
            raise self._exception
        return self._result

    def add_done_callback(self, callback):
        self._callbacks.append(callback)

    def set_result(self, result):
        self._finish(result, None)

    def set_exception(self, exception):
        self._finish(None, exception)

    def _finish(self, result, exception):
        self._done, self._result, self._exception = True, result, exception
        for callback in self._callbacks:
            self._loop.call_soon(callback, self)     # sonra, hiçbir zaman hemen değil

    def __iter__(self):
        if not self.done():
            yield self                               # yukarı, _step'e kadar çıkar; o da bizi bekler
        return self.result()


class Task(Future):
    def __init__(self, name, coro, loop):
        super().__init__(loop)
        self._name, self._coro, self._fut_waiter = name, coro, None
        self._loop.call_soon(self._step)

    def _step(self, value=None, exc=None):
        assert not self.done()
        coro, self._fut_waiter = self._coro, None
        try:
            if exc is not None:
                result = coro.throw(exc)
            elif value is not None:
                result = coro.send(value)
            else:
                result = next(coro)
        except StopIteration as exc:
            self.set_result(exc.value)
        except BaseException as exc:
            self.set_exception(exc)
            raise
        else:
            if isinstance(result, Future):
                result.add_done_callback(self._wakeup)
                self._fut_waiter = result
            elif result is None:
                # Çıplak yield, döngünün bir turu için sırasını bırakır.
                self._loop.call_soon(self._step)

    def _wakeup(self, future):
        try:
            value = future.result()
        except BaseException as exc:
            self._step(None, exc)
        else:
            self._step(value)

    def __str__(self):
        if self.done():
            return f"{self._name} is done"
        if self._fut_waiter is not None:
            return f"{self._name} waits for a Future"
        return f"{self._name} has a _step scheduled"


def catch(ball):
    print("Ali: topu at!")
    thrown = yield from ball                         # henüz atılmadı: Ali'nin task'ı burada bekler
    print("Ali: tuttum,", thrown)
    return "oyun bitti"


def throw(ball):
    for count in (1, 2):
        print("Gurel:", count)
        yield                                        # çıplak bir yield: önce ötekiler
    print("Gurel: tut!")
    ball.set_result("kırmızı top")


loop = Loop()
ball = Future(loop)
ali, gurel = Task("Ali", catch(ball), loop), Task("Gurel", throw(ball), loop)
turn = 0
while loop._ready:
    turn += 1
    print(f"-- turn {turn}: {ali}, {gurel}")
    loop.run_once()
print(f"-- nothing is ready: {ali}, {gurel}")
print("the result of Ali's task:", ali.result())
