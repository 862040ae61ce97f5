"""Imports the standard library module by module, as it is needed (library.rs), and what site adds."""

import builtins
import sys
from _frozen_importlib import ModuleSpec, _call_with_frames_removed

import _tab
import _tab_threads
import _tab_tls

# What needs something else in a tab, once it has been imported.
_ADJUSTED = {
    "asyncio.base_events": _tab_tls.adjust_loops,
    "concurrent.futures.thread": _tab_threads.adjust_executor,
}


class Library:
    """Finds and loads the modules that lie beside the engine."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "ssl":
            _tab_tls.refuse(name)
        is_package = _tab.library_has(name)
        if is_package is None:
            return None
        origin = "/lib/python3.14/" + name.replace(".", "/") + ("/__init__.py" if is_package else ".py")
        spec = ModuleSpec(name, Library, origin=origin, is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations.append(origin.rpartition("/")[0])
        return spec

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        code = _tab.library_code(module.__spec__.name)
        _call_with_frames_removed(exec, code, module.__dict__)
        adjust = _ADJUSTED.get(module.__name__)
        if adjust:
            adjust(module)

    @staticmethod
    def get_code(name):
        return _tab.library_code(name)

    @staticmethod
    def get_source(name):
        return _tab.library_source(name)

    @staticmethod
    def is_package(name):
        return bool(_tab.library_has(name))

    @staticmethod
    def get_filename(name):
        return Library.find_spec(name).origin


class MainProgram:
    """Knows the source of the program that runs, for tracebacks and inspect."""

    def __init__(self, path, source):
        self.path = path
        self.source = source

    def get_source(self, name):
        return self.source

    def get_filename(self, name):
        return self.path

    def is_package(self, name):
        return False


class Quitter:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Use {self.name}() or Ctrl-D (i.e. EOF) to exit"

    def __call__(self, code=None):
        raise SystemExit(code)


def help(*arguments):
    import pydoc

    return pydoc.help(*arguments)


def show_sources_of(path, source):
    """Makes a traceback show the lines of a program that is in no file."""
    import linecache

    lines = source.splitlines(keepends=True)
    linecache.cache[path] = (len(source), None, lines, path)


def install():
    # The frozen importers of the interpreter's own modules come first.
    sys.meta_path.append(Library)
    builtins.exit = Quitter("exit")
    builtins.quit = Quitter("quit")
    builtins.help = help
    # Modules that a program has written into the file system.
    import _frozen_importlib

    _frozen_importlib._install_external_importers()
    sys.path[:] = [""]
    # The name under which the library's modules know that there are no processes and threads.
    sys.platform = "emscripten"
    # Tracebacks leave out the import system's own frames; it is known by its file names.
    for function in Library.exec_module, Library.find_spec, _tab_tls.refuse:
        function.__code__ = function.__code__.replace(co_filename="<frozen importlib._bootstrap_external>")
