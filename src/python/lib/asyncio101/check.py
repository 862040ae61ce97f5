"""What a chapter's ``check.py`` says about the program of a learner: docs/writing-a-chapter.md describes it.

The programs run in interpreters of their own (src/python/check.rs), and what is known of a run comes from there. A
check that asks for a run which has not been made yet ends, and begins anew when it has.
"""

import _asyncio101_check

__all__ = ["Run", "Task", "fail", "program"]


class _Over(BaseException):
    """The check is over, or is to begin anew: what there is to say has been said."""


def fail(message, /, **values):
    """End the check: the program has the mistake that this message is about."""
    _asyncio101_check.fail(str(message), {name: _shown(value) for name, value in values.items()})
    raise _Over


def _shown(value):
    """Text as a reader expects it: seconds without needless zeros, lists without brackets."""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else str(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(_shown(item) for item in value)
    return str(value)


class _Program:
    """The program that is checked."""

    @property
    def source(self):
        """Its text."""
        return _asyncio101_check.source()

    @property
    def tree(self):
        """Its ``ast.Module``."""
        import ast

        return ast.parse(self.source)

    def calls(self, name):
        """How often its source calls something of that name."""
        import ast

        functions = (node.func for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return sum(name in (getattr(function, "id", None), getattr(function, "attr", None)) for function in functions)

    def has(self, name):
        """Whether it defines a function of that name at its top."""
        return self._function(name) is not None

    def _function(self, name):
        import ast

        functions = (node for node in self.tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        return next((node for node in functions if node.name == name), None)

    def run(self, *inputs, seconds=3600, may_raise=False, given=None, sets=None):
        """Run it from its beginning, with a line for each ``input()``, for at most so many seconds of its clock.

        ``given`` has other definitions for functions of the program, by their names: what comes of those shows whether
        the program uses them. ``sets="backwards"`` goes through sets the other way round, which have no order in
        CPython, those of ``asyncio.wait`` included.
        """
        instead = None
        if given or sets:
            instead = self._with(given or {})
            instead = _backwards(instead) if sets == "backwards" else instead
        number = _asyncio101_check.run([str(line) for line in inputs], float(seconds), instead)
        if number is None:
            raise _Over
        facts = _asyncio101_check.facts(number)
        if facts["ending"] is not None and (not may_raise or facts["ending"] in ("syntax", "stopped")):
            _asyncio101_check.end(number)
            raise _Over
        return Run(facts)


    def _with(self, given):
        """Its text with other functions, each where that of its name was."""
        lines = self.source.splitlines()
        functions = [(self._function(name), text) for name, text in given.items()]
        functions = [(function, text) for function, text in functions if function is not None]
        for function, text in sorted(functions, key=lambda it: -it[0].lineno):
            first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
            lines[first - 1 : function.end_lineno] = text.strip("\n").splitlines()
        return "\n".join(lines) + "\n"


_BACKWARDS = '''
class _Backwards(set):
    def __iter__(self):
        return reversed(list(super().__iter__()))

def _turn_sets():
    import asyncio
    plain = asyncio.wait
    async def wait(tasks, **options):
        done, pending = await plain(tasks, **options)
        return _Backwards(done), _Backwards(pending)
    asyncio.wait = wait

_turn_sets()
'''


def _backwards(source):
    """A program whose sets are gone through the other way round."""
    import ast

    class Turner(ast.NodeTransformer):
        def visit_Set(self, node):
            self.generic_visit(node)
            return self.made(ast.List(node.elts, ast.Load()))

        def visit_SetComp(self, node):
            self.generic_visit(node)
            return self.made(ast.ListComp(node.elt, node.generators))

        def visit_Call(self, node):
            self.generic_visit(node)
            if isinstance(node.func, ast.Name) and node.func.id == "set":
                node.func.id = "_Backwards"
            return node

        def made(self, items):
            return ast.Call(ast.Name("_Backwards", ast.Load()), [items], [])

    tree = Turner().visit(ast.parse(source))
    return _BACKWARDS + ast.unparse(ast.fix_missing_locations(tree)) + "\n"


program = _Program()


class Task:
    """A task of a run. Times are in seconds."""

    def __init__(self, name, coroutine, parent, created, began, ended, steps, outcome, span):
        self.name = name
        self.coroutine = coroutine
        self.parent = parent
        self.created = created
        self.began = began
        self.ended = ended
        self.steps = steps
        self.outcome = outcome
        self._span = span

    def __repr__(self):
        return f"<Task {self.name} {self.coroutine} {self.outcome}>"


class Run:
    """What a run was like."""

    def __init__(self, facts):
        self.output = facts["output"]
        self.lines = self.output.splitlines()
        self.error = _error(facts["raised"])
        self.seconds = facts["seconds"]
        self.turns = facts["turns"]
        self.tasks = [Task(*task) for task in facts["tasks"]]
        self.sleeps = facts["sleeps"]
        self.findings = facts["findings"]
        self._printed = facts["printed"]

    def __repr__(self):
        return f"<Run {self.lines} in {_shown(self.seconds)} s>"

    def task(self, name):
        """The first task of that name or coroutine."""
        for task in self.tasks:
            if name in (task.name, task.coroutine):
                return task
        raise LookupError(f"there is no task {name!r}, but {', '.join(repr(task) for task in self.tasks)}")

    def at_once(self, coroutine=None):
        """How many tasks, or tasks of that coroutine, had begun and not ended at the same time, at most."""
        moments = []
        for task in self.tasks:
            began, ended = task._span
            if coroutine in (None, task.coroutine) and began is not None:
                moments.append((began, 1))
                if ended is not None:
                    moments.append((ended, -1))
        most = now = 0
        for _, change in sorted(moments):
            now += change
            most = max(most, now)
        return most

    def overlap(self, one, other):
        """Whether two tasks had begun and not ended at the same time."""
        (one_began, one_ended), (other_began, other_ended) = self.task(one)._span, self.task(other)._span
        if one_began is None or other_began is None:
            return False
        return (other_ended is None or one_began < other_ended) and (one_ended is None or other_began < one_ended)

    def before(self, one, other):
        """Whether the first line that contains the one was printed before the first that contains the other."""
        first, second = self._line(one), self._line(other)
        return first is not None and second is not None and first < second

    def _line(self, text):
        return next((number for number, line in enumerate(self.lines) if text in line), None)

    def _first_printed(self, text):
        for printed in self._printed:
            if text in printed[0]:
                return printed
        raise LookupError(f"{text!r} was not printed")

    def printed_at(self, text):
        """The second in which that text was printed first."""
        return self._first_printed(text)[1]

    def printed_by(self, text):
        """The name of the task that printed it first, or None outside of tasks."""
        return self._first_printed(text)[2]


def _error(raised):
    """An exception like the one that left the program, which was another interpreter's."""
    if raised is None:
        return None
    classes, text, arguments, members = raised
    members = [_error(member) for member in members]
    for number, (module, name) in enumerate(classes):
        known = _class(module, name)
        if known is None:
            continue
        if number > 0:
            known = type(classes[0][1], (known,), {"__module__": classes[0][0], "__str__": lambda error: text})
        try:
            return known(text, members) if members else known(*arguments)
        except Exception:
            return type(classes[0][1], (Exception,), {"__str__": lambda error: text})(*arguments)
    return None


def _class(module, name):
    """The class of that name, if the library has it."""
    if module == "__main__":
        return None
    try:
        return getattr(__import__(module, fromlist=[name]), name, None)
    except Exception:
        return None


def _claims(expressions, questions):
    """What is wrong with each claim about the first run; the second, if any, is that of the question's program."""
    names = _names(Run(_asyncio101_check.facts(0)))
    if questions:
        names["question"] = Run(_asyncio101_check.facts(1))
    return [_claim(expression, names) for expression in expressions]


def _names(run):
    return {name: getattr(run, name) for name in dir(run) if not name.startswith("_")}


def _claim(expression, names):
    import ast

    try:
        if eval(expression, dict(names)):
            return None
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    tree = ast.parse(expression, mode="eval").body
    parts = [tree.left, *tree.comparators] if isinstance(tree, ast.Compare) else []
    parts = [ast.unparse(part) for part in parts if any(isinstance(node, ast.Name) for node in ast.walk(part))]
    values = [f"{part} is {eval(part, dict(names))!r}" for part in parts]
    return "; ".join(values) if values else "it is false"


def _fails(source):
    """The messages that a check names: of each, its line and the names of its values; no name if it is worked out."""
    import ast

    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and "fail" in (getattr(node.func, "id", None), getattr(node.func, "attr", None)):
            first = node.args[0] if node.args else None
            is_plain = isinstance(first, ast.Constant) and isinstance(first.value, str)
            found.append((
                first.value if is_plain else None,
                node.lineno,
                [keyword.arg or "**" for keyword in node.keywords],
            ))
    return found
