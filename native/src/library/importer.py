"""Importing the standard library from inside the executable.

Run once, when the interpreter starts, with ROOT set: the sys.path entry that stands for the library. The
protocols are those of PEP 302 and PEP 451, as `zipimport` fulfils them for archives.
"""

import sys
from _frozen_importlib import ModuleSpec, _call_with_frames_removed
from _frozen_importlib_external import PathFinder

import _asyncio101_library as library


class Importer:
    """Finds and loads the modules of one directory of the library."""

    def __init__(self, path):
        if path == ROOT:
            self.package = ""
        elif path.startswith(ROOT + "/"):
            self.package = path[len(ROOT) + 1:].replace("/", ".") + "."
        else:
            raise ImportError("not in the library", path=path)

    def find_spec(self, fullname, target=None):
        name = self.package + fullname.rpartition(".")[2]
        found = library.find(name)
        if found is None:
            return None
        path, is_package = found
        spec = ModuleSpec(fullname, self, origin=f"{ROOT}/{path}", loader_state=name, is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations.append(spec.origin[:-len("/__init__.py")])
        return spec

    def invalidate_caches(self):
        """The library does not change."""

    def iter_modules(self, prefix=""):
        """What `pkgutil` lists."""
        for name, is_package in library.modules(self.package[:-1]):
            yield prefix + name, is_package

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        spec = module.__spec__
        _call_with_frames_removed(exec, library.code(spec.loader_state, spec.origin), module.__dict__)

    def get_filename(self, fullname):
        return f"{ROOT}/{self._find(fullname)[0]}"

    def is_package(self, fullname):
        return self._find(fullname)[1]

    def get_code(self, fullname):
        return library.code(self._name(fullname), self.get_filename(fullname))

    def get_source(self, fullname):
        return library.read(self._find(fullname)[0]).decode()

    def get_data(self, path):
        """The contents of a file of the library, given its full path."""
        data = library.read(path.removeprefix(ROOT + "/"))
        if data is None:
            raise FileNotFoundError(2, "No such file or directory", path)
        return data

    def _name(self, fullname):
        return self.package + fullname.rpartition(".")[2]

    def _find(self, fullname):
        found = library.find(self._name(fullname))
        if found is None:
            raise ImportError(f"the library has no module {fullname!r}", name=fullname)
        return found


class AsyncioFinder:
    """Finds `asyncio` along `sys.path`, like any other module.

    It is frozen into the interpreter too, for platforms without a library of files. Here a program may put a
    module of its own in its place, and a traceback shows its lines.
    """

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if fullname == "asyncio" or fullname.startswith("asyncio."):
            return PathFinder.find_spec(fullname, path, target)


sys.meta_path.insert(0, AsyncioFinder)
sys.path_hooks.insert(0, Importer)
# While the interpreter started, nobody could look into the library.
sys.path_importer_cache.clear()
