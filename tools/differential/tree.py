"""A random program as a tree, so that it can be made smaller: statements, some with blocks of statements."""

from dataclasses import dataclass, field


@dataclass
class Statement:
    """A line, or a line with a block, and those that belong to it: `try` with its `except`."""

    # Pairs of a line and its block; the block of a line that has none is None.
    clauses: list = field(default_factory=list)


def line(text):
    return Statement([(text, None)])


def block(head, *body):
    return Statement([(head, list(body))])


def clauses(*pairs):
    return Statement([(head, list(body)) for head, body in pairs])


def render(statements, depth=0):
    """The text of a program."""
    text = ""
    for statement in statements:
        for head, body in statement.clauses:
            text += "    " * depth + head + "\n"
            if body is not None:
                text += render(body, depth + 1) or "    " * (depth + 1) + "pass\n"
    return text


def size(statements):
    """How many lines it has."""
    return sum(1 + size(body or ()) for statement in statements for _, body in statement.clauses)


def smaller(statements):
    """Each program that is this one with something left out, the smallest first within each block."""
    length = len(statements)
    chunk = length
    while chunk:
        for start in range(0, length, chunk):
            yield statements[:start] + statements[start + chunk :]
        chunk //= 2
    for at, statement in enumerate(statements):
        before, after = statements[:at], statements[at + 1 :]
        for which, (head, body) in enumerate(statement.clauses):
            others = statement.clauses[:which], statement.clauses[which + 1 :]
            if body is None:
                continue
            # The block stands for the statement.
            if body and "def " not in head:
                yield before + body + after
            if len(statement.clauses) > 1:
                yield [*before, Statement(others[0] + others[1]), *after]
            for rest in smaller(body):
                yield [*before, Statement([*others[0], (head, rest), *others[1]]), *after]
