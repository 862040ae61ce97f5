"""Locks, queues and generators, as random programs use them."""

from tree import block, line

KINDS = {
    "lock": ["asyncio.Lock()"],
    "event": ["asyncio.Event()"],
    "condition": ["asyncio.Condition()", "asyncio.Condition(P['lock'])"],
    "semaphore": ["asyncio.Semaphore(1)", "asyncio.Semaphore(0)", "asyncio.Semaphore(2)", "asyncio.BoundedSemaphore(1)",
                  "asyncio.BoundedSemaphore(2)"],
    "barrier": ["asyncio.Barrier(2)", "asyncio.Barrier(3)", "asyncio.Barrier(1)"],
    "queue": ["asyncio.Queue()", "asyncio.Queue(1)", "asyncio.Queue(2)", "asyncio.LifoQueue(2)", "asyncio.LifoQueue()",
              "asyncio.PriorityQueue(2)", "asyncio.PriorityQueue()"],
}


class Primitives:
    """The part of a Maker that knows them. Each kind has one object in a program, so that tasks meet at it."""

    def primitives_made(self):
        return [line(f"P['{kind}'] = {self.choose(*texts)}") for kind, texts in KINDS.items()]

    def primitive_awaitable(self):
        generators = ("anext(G['async'])", f"G['async'].asend({self.number()})")
        return self.choose(
            "P['lock'].acquire()", "P['lock'].acquire()", "P['event'].wait()", "P['event'].wait()",
            "P['condition'].acquire()", "P['condition'].wait()", "P['semaphore'].acquire()", "P['semaphore'].acquire()",
            "P['barrier'].wait()", "P['barrier'].wait()", f"P['queue'].put({self.number()})",
            f"P['queue'].put({self.number()})", "P['queue'].get()", "P['queue'].get()", "P['queue'].get()",
            "P['queue'].join()", "P['barrier'].abort()", "P['barrier'].reset()",
            *(() if self.is_telling_handler() else generators),
        )

    def primitive_coroutine(self):
        """Not all that can be awaited is a coroutine that makes a task."""
        return self.choose("P['lock'].acquire()", "P['event'].wait()", "P['semaphore'].acquire()",
                           "P['barrier'].wait()", f"P['queue'].put({self.number()})", "P['queue'].get()",
                           "P['queue'].join()", "holding(P['lock'], 0.02)", "holding(P['semaphore'], 0.01)",
                           "holding(P['condition'], 0)", "collecting()", "notified()")

    def primitive_act(self):
        return self.choose("P['event'].set", "P['event'].clear", "P['lock'].release", "P['semaphore'].release",
                           f"P['queue'].put_nowait, {self.number()}", "P['queue'].get_nowait", "P['queue'].shutdown",
                           "P['queue'].task_done")

    def uses_primitive(self, _depth):
        if self.chance(0.4):
            return self.value(f"await {self.primitive_awaitable()}")
        if self.chance(0.1):
            kind = self.choose(*KINDS)
            return self.step(line(f"P['{kind}'] = {self.choose(*KINDS[kind])}"))
        return self.value(self.choose(
            "P['lock'].release()", "P['lock'].locked()", "P['lock']", "P['event'].set()", "P['event'].clear()",
            "P['event'].is_set()", "P['event']", "P['condition'].notify()", "P['condition'].notify(2)",
            "P['condition'].notify_all()", "P['condition'].release()", "P['condition']", "P['semaphore'].release()",
            "P['semaphore'].locked()", "P['semaphore']", "P['barrier']", "P['barrier'].n_waiting",
            "P['barrier'].broken", "P['barrier'].parties", f"P['queue'].put_nowait({self.number()})",
            f"P['queue'].put_nowait({self.number()})",
            "P['queue'].get_nowait()", "P['queue'].get_nowait()", "P['queue'].task_done()", "P['queue'].qsize()",
            "P['queue'].empty()", "P['queue'].full()", "P['queue']", "P['queue'].shutdown()",
            "P['queue'].shutdown(immediate=True)", "P['condition'].locked()", "P['event'].set()", "P['event'].set()"))

    def holds_primitive(self, depth):
        if self.chance(0.35):
            waits = self.choose("await P['condition'].wait()", "await P['condition'].wait()",
                                "await P['condition'].wait_for(lambda: P['event'].is_set())",
                                "await asyncio.wait_for(P['condition'].wait(), 0.02)", "P['condition'].notify_all()")
            return self.step(block("async with P['condition']:",
                                   self.value(waits, swallow=self.choose("", "Exception")), *self.some(depth, 2)))
        kind = self.choose("lock", "lock", "semaphore", "barrier")
        return self.step(block(f"async with P['{kind}']:", *self.some(depth)))

    # Generators.

    def generators(self):
        """What a program has of generators and coroutines whose shape is not left to chance."""
        caught = self.choose("asyncio.CancelledError", "Exception", "GeneratorExit", "BaseException", "ValueError")
        again = self.choose([line("raise")], [], [], [line("yield 'once more'")], [line(f"raise {self.error()}")])
        return [
            line("P = {}"),
            block("async def counting(count):",
                  block("try:",
                        block("for n in range(count):",
                              self.step(line("s.value = yield n"), swallow=self.choose("", "Exception")),
                              *self.choose([], [line("await asyncio.sleep(0)")], [line("await asyncio.sleep(0.01)")]))),
                  block(f"except {caught} as error:", line("say('the generator caught', error)"), *again),
                  block("finally:", line("say('the generator is left')"),
                        *self.choose([], self.pause()))),
            block("def plain(count):",
                  block("try:", block("for n in range(count):", line("say('the plain one got', (yield n))"))),
                  block("finally:", line("say('the plain one is left')")), line("return 'all'")),
            block("def delegating(count):", line("given = yield from plain(count)"), line("say('given', given)"),
                  line("yield from plain(1)")),
            line("@contextlib.asynccontextmanager"),
            block("async def managed(waits):", line("say('enters')"),
                  block("try:", block("if waits:", line("await asyncio.sleep(0.01)")), line("yield waits")),
                  block("finally:", line("say('leaves')"), *self.pause(), line("say('has left')"))),
            block("async def holding(thing, seconds):",
                  block("async with thing:", line("say('holds')"), line("await asyncio.sleep(seconds)")),
                  line("say('held')")),
            block("async def resting():", line("spend()"),
                  line(f"return await asyncio.sleep({self.seconds()}, 'rested')")),
            block("async def collecting():",
                  line("return await resting()" if self.tells_contexts else "return [n async for n in counting(3)]")),
            block("async def notified():",
                  block("async with P['condition']:", line("return await P['condition'].wait()"))),
            line(f"G['async'] = counting({self.dice.randint(1, 4)})"),
            line(f"G['plain'] = delegating({self.dice.randint(1, 4)})"),
        ]

    def pause(self):
        """What a clean-up waits for."""
        if self.tells_contexts:
            return []
        return [line(f"await asyncio.sleep({self.choose(0, 0, 0.01)})")]

    def generator_step(self, _depth):
        if self.chance(0.3):
            return self.step(line(f"G['async'] = counting({self.dice.randint(1, 4)})"))
        if self.chance(0.2):
            return self.step(line("G['plain'] = delegating(2)"))
        return self.value(self.choose(
            "next(G['plain'])", f"G['plain'].send({self.number()})", f"G['plain'].throw({self.error_to_throw()})",
            "G['plain'].close()", "G['plain'].gi_yieldfrom", "G['async'].ag_running", "G['async'].ag_await",
            "await anext(G['async'], 'no more')", "await G['async'].aclose()",
            f"await G['async'].athrow({self.error_to_throw()})",
            f"await G['async'].asend({self.choose('None', self.number())})"))

    def async_iterates(self, depth):
        source = self.choose("counting(3)", "G['async']", "counting(2)")
        ends = [line("break")] if self.chance(0.3) else []
        if self.chance(0.3):
            return self.step(block(f"async with contextlib.aclosing({source}) as items:",
                                   block("async for item in items:", *self.some(depth, 2), *ends)))
        return self.step(block(f"async for item in {source}:", line("s.value = item"), *self.some(depth, 2), *ends))
