"""TLS in a tab, which has none: who asks for it is told so at once, in one sentence."""

REASON = (
    "a browser tab has no TLS for its sockets; connect without it, as through the bridge of 'asyncio101 serve', "
    "or run the program on a desktop with 'asyncio101 run'"
)


def refuse(name):
    """Raise what importing a module raises that is not there."""
    raise ModuleNotFoundError(f"No module named {name!r}: {REASON}", name=name)


def adjust_loops(module):
    """Called once asyncio.base_events has been imported."""
    for name in "create_connection", "create_server", "connect_accepted_socket", "start_tls":
        _adjust(module.BaseEventLoop, name)


async def _refused(name):
    raise RuntimeError(f"{name}() cannot use TLS: {REASON}")


def _adjust(cls, name):
    # It has been loaded by the module of the loops.
    from inspect import markcoroutinefunction

    original = vars(cls)[name]

    # The coroutine is the library's own, so that a trace tells the same as on a desktop.
    def method(self, *arguments, ssl=None, **keywords):
        if ssl or name == "start_tls":
            # A call that is wrong in itself is told as such.
            original(self, *arguments, **({"ssl": ssl} if ssl else {}), **keywords).close()
            return _refused(name)
        return original(self, *arguments, **keywords)

    for attribute in "__module__", "__name__", "__qualname__", "__doc__":
        setattr(method, attribute, getattr(original, attribute))
    # What inspect.signature() shows.
    method.__wrapped__ = original
    setattr(cls, name, markcoroutinefunction(method))
