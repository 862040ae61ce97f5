"""Members of what is an enumeration in the library, without the import of ``enum``, which takes longer than all that
needs them.
"""


class Member:
    """One of a few, each an attribute of its class: there is only one of it, however it is copied."""

    def __init__(self, name, value):
        self.name = name
        self.value = value

    def __repr__(self):
        return f"<{self}: {self.value!r}>"

    def __str__(self):
        return f"{type(self).__name__}.{self.name}"

    def __reduce__(self):
        return getattr, (type(self), self.name)


def members(cls):
    """Make members of the attributes of a class, whose values they have."""
    for name, value in list(vars(cls).items()):
        if not name.startswith("__"):
            setattr(cls, name, cls(name, value))
    return cls
