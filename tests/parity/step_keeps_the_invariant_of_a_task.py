"""The deck's `_step`: a task either has a step scheduled or waits for one future, never both."""

from collections import deque

ready = deque()


class Future:
    def __init__(self):
        self.callbacks, self.result, self.finished = [], None, False

    def add_done_callback(self, callback):
        self.callbacks.append(callback)

    def set_result(self, result):
        self.result, self.finished = result, True
        ready.extend((callback, (self,)) for callback in self.callbacks)

    def __iter__(self):
        if not self.finished:
            yield self
        return self.result


class Task(Future):
    def __init__(self, name, coro):
        super().__init__()
        self.name, self.coro, self.fut_waiter = name, coro, None
        ready.append((self._step, ()))

    def _step(self, value=None, exc=None):
        assert not self.finished
        scheduled = sum(callback == self._step for callback, _ in ready)
        assert self.fut_waiter is None and scheduled == 0
        try:
            if exc is not None:
                result = self.coro.throw(exc)
            elif value is not None:
                result = self.coro.send(value)
            else:
                result = next(self.coro)
        except StopIteration as stop:
            self.set_result(stop.value)
        else:
            if isinstance(result, Future):
                result.add_done_callback(self._wakeup)
                self.fut_waiter = result
                print(f"        {self.name}: waits for a future")
            elif result is None:
                ready.append((self._step, ()))
                print(f"        {self.name}: step scheduled")

    def _wakeup(self, future):
        self.fut_waiter = None
        self._step()


def waiter(future):
    print("waiter: before")
    value = yield from future
    print("waiter: after,", value)
    return "seen " + value


def setter(future):
    for turn in range(2):
        print("setter: turn", turn)
        yield
    future.set_result("the news")


news = Future()
tasks = [Task("waiter", waiter(news)), Task("setter", setter(news))]
passes = 0
while ready:
    passes += 1
    print(f"-- pass {passes}: {len(ready)} ready")
    for _ in range(len(ready)):
        callback, arguments = ready.popleft()
        callback(*arguments)
print([task.result for task in tasks])
