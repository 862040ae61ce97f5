"""What a random program may do: the statements of a coroutine."""

import primitives
from tree import block, clauses, line

LETTERS = "abcdefgh"
ERRORS = ["ValueError('bad')", "KeyError('k')", "ZeroDivisionError()", "OSError(5, 'io')", "TimeoutError('late')",
          "asyncio.CancelledError('own')", "asyncio.InvalidStateError('odd')", "LookupError", "Inner('inner')",
          "ExceptionGroup('g', [ValueError(1), TypeError(2)])", "StopAsyncIteration('s')", "GeneratorExit()",
          "StopIteration('stop')", "RuntimeError('run')", "KeyboardInterrupt('key')", "SystemExit(3)"]
WEIGHTS = [12, 6, 4, 3, 3, 4, 1, 1, 1.5, 3, 0.3, 0.3, 0.3, 2, 0.25, 0.25]
# Of a task: see "contexts that are entered" in avoided.py.
CONTEXTS = ["contextvars.copy_context()", "C.setdefault('c', contextvars.copy_context()), eager_start=False"]


class Maker(primitives.Primitives):
    """Makes statements; it knows what names a program has, none of them for certain."""

    def __init__(self, dice, *, tells_contexts):
        self.dice = dice
        # See avoided.py: then there is no `async for`, and handlers await no coroutine of the program's.
        self.tells_contexts = tells_contexts
        self.handlers = 0
        self.group_handlers = 0
        self.count = 0
        self.coroutines = []
        self.tasks = [f"t{letter}" for letter in LETTERS[: dice.randint(2, 6)]]
        self.futures = [f"f{letter}" for letter in LETTERS[: dice.randint(1, 4)]]

    # Words.

    def number(self):
        self.count += 1
        return self.count

    def choose(self, *choices):
        return self.dice.choice(choices)

    def chance(self, share):
        return self.dice.random() < share

    def seconds(self):
        """A time; several have the same, by themselves or as a sum."""
        return self.choose(0, 0, 0.01, 0.01, 0.02, 0.02, 0.03, 0.05, 0.08, 0.13, 0.4, -1)

    def limit(self):
        return self.choose("None", str(self.seconds()), str(self.seconds()))

    def error(self):
        return self.dice.choices(ERRORS, WEIGHTS)[0]

    def error_to_throw(self):
        """One for a generator: see "stops" in avoided.py."""
        error = self.error()
        return "ValueError('thrown')" if error.startswith("Stop") else error

    def task(self):
        return f"T['{self.dice.choice(self.tasks)}']"

    def future(self):
        return f"F['{self.dice.choice(self.futures)}']"

    def message(self):
        return self.choose("", "", f"'m{self.number()}'")

    def coroutine(self):
        return f"{self.dice.choice(self.coroutines)}()"

    def is_telling_handler(self):
        """Whether this stands where an exception is handled, and contexts are told: see avoided.py."""
        return self.handlers > 0 and self.tells_contexts

    def coroutine_to_await(self):
        return f"asyncio.ensure_future({self.coroutine()})" if self.is_telling_handler() else self.coroutine()

    def step(self, *body, swallow=None):
        """A step that is told; most swallow an error, so that the program goes on."""
        if swallow is None:
            swallow = self.dice.choices(["Exception", "", "BaseException", "(Exception, asyncio.CancelledError)"],
                                        [70, 16, 2, 12])[0]
        arguments = f"'s{self.number()}'" + (f", {swallow}" if swallow else "")
        return block(f"with step({arguments}) as s:", *body)

    def value(self, expression, **options):
        return self.step(line(f"s.value = {expression}"), **options)

    # Something to await.

    def awaitable(self, depth=0):
        if depth > 2 or self.chance(0.55):
            return self.choose(
                self.task(), self.task(), self.future(), self.future(), self.coroutine_to_await(),
                f"asyncio.sleep({self.seconds()}, 'slept {self.number()}')",
                "asyncio.sleep(0)",
                self.primitive_awaitable(),
            )
        return self.dice.choices(
            [
                lambda: f"asyncio.shield({self.awaitable(depth + 1)})",
                lambda: f"asyncio.wait_for({self.awaitable(depth + 1)}, {self.limit()})",
                lambda: self.gather(depth),
                lambda: f"waits([{', '.join(self.waitables(depth))}], timeout={self.limit()}, "
                f"return_when=asyncio.{self.choose('FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED')})",
                lambda: f"Strange({self.choose('None', 'None, None', '1', self.future(), self.task(), 'None, 0', '')})",
                lambda: f"asyncio.ensure_future({self.awaitable(depth + 1)})",
                lambda: f"asyncio.wrap_future(asyncio.run_coroutine_threadsafe({self.coroutine()}, "
                "asyncio.get_running_loop()))",
                self.primitive_awaitable,
            ],
            [5, 6, 4, 4, 2, 1, 0.7, 6],
        )[0]()

    def gather(self, depth):
        inner = [self.awaitable(depth + 1) for _ in range(self.dice.randint(0, 4))]
        return f"asyncio.gather({''.join(one + ', ' for one in inner)}return_exceptions={self.chance(0.5)})"

    def waitables(self, depth):
        return [self.choose(self.task(), self.task(), self.future(), f"kept({self.awaitable(depth + 1)})")
                for _ in range(self.dice.randint(1, 4))]

    # Statements.

    def body(self, length, depth):
        return [self.statement(depth) for _ in range(length)]

    def statement(self, depth):
        plain = [
            (24, self.awaits), (14, self.makes_task), (9, self.makes_future), (9, self.ends_future),
            (12, self.cancels), (8, self.schedules), (6, self.looks), (4, self.changes_context),
            (3, self.adds_callback), (22, self.uses_primitive), (3, self.raises), (1, self.leaves),
            (4, self.generator_step), (2, self.rare),
        ]
        compound = [
            (8, self.tries), (6, self.limits), (7, self.groups), (3, self.repeats), (4, self.completes),
            (5, self.holds_primitive), (3, self.async_iterates), (3, self.stacks), (2, self.nests),
        ]
        if self.is_telling_handler():
            choices = [(weight, make) for weight, make in plain if make not in (self.rare, self.generator_step)]
        elif self.tells_contexts:
            choices = [(weight, make) for weight, make in plain + (compound if depth < 3 else [])
                       if make not in (self.async_iterates, self.completes, self.stacks)]
        elif self.handlers:
            choices = [(weight, make) for weight, make in plain + (compound if depth < 3 else [])
                       if make not in (self.async_iterates, self.completes)]
        else:
            choices = plain + (compound if depth < 3 else [])
        return self.dice.choices([make for _, make in choices], [weight for weight, _ in choices])[0](depth)

    def awaits(self, _depth):
        return self.value(f"await {self.awaitable()}")

    def makes_task(self, _depth):
        name = self.dice.choice(self.tasks)
        coroutine = self.choose(self.coroutine(), self.coroutine(), self.coroutine(), self.primitive_coroutine(),
                                f"asyncio.sleep({self.seconds()}, 'nap')")
        how = self.dice.choices(
            [f"asyncio.create_task({coroutine}, name=named('{name}'))",
             f"asyncio.get_running_loop().create_task({coroutine}, name=named('{name}'))",
             f"asyncio.create_task({coroutine}, name=named('{name}'), context={self.choose(*CONTEXTS)})",
             f"asyncio.create_task({coroutine}, name=named('{name}'), eager_start={self.chance(0.8)})",
             f"asyncio.ensure_future({coroutine})"],
            [12, 2, 2, 3, 1])[0]
        return self.step(line(f"T['{name}'] = {how}"))

    def makes_future(self, _depth):
        return self.step(line(f"{self.future()} = asyncio.get_running_loop().create_future()"))

    def ends_future(self, _depth):
        future = self.future()
        return self.value(self.choose(f"{future}.set_result({self.number()})", f"{future}.set_result({self.number()})",
                                      f"{future}.set_exception({self.error()})", f"{future}.cancel({self.message()})"))

    def cancels(self, _depth):
        task = self.choose(*[self.task()] * 5, "asyncio.current_task()")
        return self.value(self.choose(*[f"{task}.cancel({self.message()})"] * 4, f"{task}.uncancel()",
                                      f"min({task}.cancelling(), 100)"))

    def act(self):
        """Something to call later: the function and its arguments."""
        return self.choose(
            f"callback('cb{self.number()}'), {self.number()}",
            f"callback('cb{self.number()}', {self.error()})",
            f"{self.task()}.cancel",
            f"{self.task()}.cancel, 'by timer {self.number()}'",
            f"{self.task()}.cancel, 'by timer {self.number()}'",
            f"{self.future()}.set_result, {self.number()}",
            f"{self.future()}.set_exception, {self.error()}",
            f"{self.future()}.cancel",
            self.primitive_act(),
        )

    def schedules(self, _depth):
        handle = f"H['{self.choose(*'hijk')}']"
        loop = "asyncio.get_running_loop()"
        context = self.choose("", "", "", ", context=C.setdefault('c', contextvars.copy_context())")
        return self.choose(
            self.step(line(f"{handle} = {loop}.call_soon({self.act()}{context})")),
            self.step(line(f"{handle} = {loop}.call_later({self.seconds()}, {self.act()}{context})")),
            self.step(line(f"{handle} = {loop}.call_later({self.seconds()}, {self.act()}{context})")),
            self.step(line(f"{handle} = {loop}.call_at({loop}.time() + {self.seconds()}, {self.act()}{context})")),
            self.step(line(f"{handle} = {loop}.call_soon_threadsafe({self.act()}{context})")),
            self.step(line(f"{handle}.cancel()"), line(f"s.value = {handle}.cancelled()")),
        )

    def looks(self, _depth):
        task, future = self.task(), self.choose(self.future(), self.task())
        return self.value(self.choose(
            future, task, f"{future}.done()", f"{future}.cancelled()", f"{future}.result()", f"{future}.exception()",
            f"{future}.exception()", f"{task}.get_name()", f"stack({task})", f"printed_stack({task})",
            "sorted(one.get_name() for one in asyncio.all_tasks())", "asyncio.current_task()",
            f"{task}.get_context().get(V[0])", f"{task}.get_coro()", f"H['{self.choose(*'hijk')}']",
            f"{task}.get_coro().cr_await", f"{task}.set_name(named('renamed'))",
            f"asyncio.capture_call_graph({task}) is None",
            f"[future.__class__.__name__ for future in asyncio.capture_call_graph({task}).awaited_by]",
            f"{future}._asyncio_future_blocking", f"{task}._must_cancel", f"{task}._fut_waiter"))

    def changes_context(self, _depth):
        which = self.choose(0, 1)
        return self.choose(self.value(f"K.setdefault('k', V[{which}].set({self.number()}))"),
                           self.value(f"V[{which}].set({self.number()})"),
                           self.value(f"V[{which}].reset(K.pop('k'))"),
                           self.value("C.setdefault('c', contextvars.copy_context()).get(V[0])"),
                           self.value(f"C['c'].run(V[{which}].set, {self.number()})"),
                           self.value("len(list(contextvars.copy_context().keys())) > 1"))

    def adds_callback(self, _depth):
        other = self.choose(self.task(), self.future())
        future = self.choose(self.task(), self.future())
        name = f"H['{self.choose('done', 'ended')}']"
        context = self.choose("", "", ", context=C.setdefault('c', contextvars.copy_context())")
        return self.choose(
            self.step(line(f"{name} = callback('d{self.number()}')"),
                      line(f"{future}.add_done_callback({name}{context})")),
            self.step(line(f"{future}.add_done_callback(callback('d{self.number()}', {self.error()}){context})")),
            self.step(line(f"{future}.add_done_callback(lambda _: {other}.cancel('cb'))")),
            self.value(f"{future}.remove_done_callback({name})"))

    def raises(self, _depth):
        how = self.choose("", "", " from KeyError('cause')", " from None")
        return self.step(line(f"raise {self.error()}{how}"), swallow=self.choose("Exception", ""))

    def leaves(self, _depth):
        # None may stand in an `except*`.
        return line(f"say('goes on {self.number()}')" if self.group_handlers else f"return {self.number()}")

    def rare(self, _depth):
        expression = self.choose(
            "asyncio.get_running_loop().call_exception_handler({'message': 'called', 'exception': ValueError(1)})",
            "asyncio.get_running_loop().call_exception_handler({'message': 'called'})",
            f"{self.coroutine()}", f"{self.coroutine()}.close()", f"asyncio.gather({self.coroutine()})",
            f"await {self.coroutine()}", f"asyncio.run({self.coroutine()})",
            f"asyncio.get_running_loop().run_until_complete({self.future()})", "asyncio.get_running_loop().close()",
            f"asyncio.isfuture({self.task()})", f"asyncio.iscoroutine({self.coroutine()})",
            f"{self.task()}.set_result(1)", f"await asyncio.gather({self.task()}, {self.task()})",
            f"asyncio.Future.__await__({self.future()})", f"{self.future()}.get_loop() is asyncio.get_running_loop()",
            f"await {self.choose('None', '1', '[]')}")
        # What is refused is let go at once: CPython's has gone through frames of the library's, which hold the future.
        return self.value(expression, **({"swallow": "Exception"} if "run" in expression else {}))

    # Compound ones.

    def some(self, depth, most=3):
        return self.body(self.dice.randint(1, most), depth + 1)

    def handler(self, depth, *, in_group=False):
        self.handlers += 1
        self.group_handlers += in_group
        body = self.some(depth, 2)
        self.handlers -= 1
        self.group_handlers -= in_group
        return body

    def tries(self, depth):
        kind = self.choose("Exception", "asyncio.CancelledError", "BaseException", "ValueError", "TimeoutError")
        ending = self.choose([], [], [("else:", self.some(depth, 2))], [("finally:", self.handler(depth))])
        handler = [*self.handler(depth), *([line("raise")] if self.chance(0.4) else [])]
        if self.chance(0.15):
            return clauses(("try:", self.some(depth)),
                           (f"except* {self.choose('ValueError', 'Exception', '(OSError, KeyError)')} as group:",
                            [self.value("(type(group).__name__, group.exceptions)"),
                             *self.handler(depth, in_group=True)]))
        if self.chance(0.25):
            return clauses(("try:", self.some(depth)), ("finally:", self.handler(depth)))
        return clauses(("try:", self.some(depth)),
                       (f"except {kind} as error:", [self.value("error"), *handler]), *ending)

    def limits(self, depth):
        now = "asyncio.get_running_loop().time()"
        head = self.choose(f"async with asyncio.timeout({self.limit()}) as limit:",
                           f"async with asyncio.timeout({self.limit()}) as limit:",
                           f"async with asyncio.timeout_at({now} + {self.seconds()}) as limit:")
        body = self.some(depth)
        if self.chance(0.4):
            when = self.choose("None", f"asyncio.get_running_loop().time() + {self.seconds()}")
            body.insert(self.dice.randint(0, len(body)), self.value(f"limit.reschedule({when})"))
        # How it shows itself names a moment.
        after = [self.value("limit.expired()")] if self.chance(0.5) else []
        return self.step(block(head, *body), *after)

    def groups(self, depth):
        body = self.some(depth)
        for _ in range(self.dice.randint(1, 3)):
            name = self.dice.choice(self.tasks)
            made = self.choose(self.coroutine(), self.coroutine(), f"asyncio.sleep({self.seconds()})",
                               self.primitive_coroutine())
            eager = self.choose("", "", "", ", eager_start=True")
            body.insert(self.dice.randint(0, len(body)),
                        self.step(line(f"T['{name}'] = group.create_task({made}, name=named('{name}'){eager})"),
                                  swallow=""))
        if self.chance(0.1):
            body.append(line("G['group'] = group"))
        return self.step(block("async with asyncio.TaskGroup() as group:", *body))

    def repeats(self, depth):
        return block(f"for turn in range({self.dice.randint(2, 3)}):", *self.some(depth, 2))

    def completes(self, depth):
        things = [self.choose(f"kept({self.coroutine()})", self.task(), self.future(), f"kept({self.awaitable()})")
                  for _ in range(self.dice.randint(1, 3))]
        head = f"asyncio.as_completed(waiting({', '.join(things)}), timeout={self.limit()}):"
        if self.chance(0.5):
            return self.step(block(f"for following in {head}", self.value("await following"), *self.some(depth, 1)))
        return self.step(block(f"async for ended in {head}", self.value("ended"), self.value("await ended"),
                               *self.some(depth, 1)))

    def stacks(self, depth):
        # See "exit stacks" in avoided.py.
        entered = self.choose("managed(1)", "managed(0)", "asyncio.timeout(0.02)", "asyncio.Lock()",
                              "contextlib.aclosing(counting(2))")
        return self.step(
            block("async with contextlib.AsyncExitStack() as stacked:",
                  self.value(f"await stacked.enter_async_context({entered}) and None"),
                  self.value(f"stacked.push_async_callback({self.dice.choice(self.coroutines)}) and None"),
                  self.value("stacked.callback(say, 'the stack is left') and None"),
                  *self.some(depth)))

    def nests(self, depth):
        """A function of its own, so that a traceback has more lines."""
        name = f"inner{self.number()}"
        return block("if True:", block(f"async def {name}():", *self.some(depth)), self.value(f"await {name}()"))

    # How a program begins and ends.

    def beginning(self):
        """Most names mean something from the start on."""
        made = [line(f"F['{name}'] = asyncio.get_running_loop().create_future()") for name in self.futures]
        made += self.primitives_made()
        made += [line(f"T['{name}'] = asyncio.create_task({self.coroutine()}, name=named('{name}'))")
                 for name in self.tasks[: self.dice.randint(1, len(self.tasks))]]
        return made

    def ending(self):
        if self.chance(0.6):
            others = "asyncio.all_tasks() - {asyncio.current_task()}"
            return [self.value(f"await waits({others}, timeout={self.limit()})")]
        return []
