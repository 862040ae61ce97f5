"""Files for a tab: what _io.open, _io.FileIO and os.scandir are where the interpreter brings none of its own.

Everything rests on the posix module (posix.rs). The meaning is that of the io module's documentation.
"""

import _io
import posix
import sys

_RAW_MODES = {
    "r": posix.O_RDONLY,
    "w": posix.O_WRONLY | posix.O_CREAT | posix.O_TRUNC,
    "a": posix.O_WRONLY | posix.O_CREAT | posix.O_APPEND,
    "x": posix.O_WRONLY | posix.O_CREAT | posix.O_EXCL,
}


class FileIO(_io._RawIOBase):
    """An unbuffered file of bytes, by path or by descriptor."""

    _fd = -1
    _closefd = True

    def __init__(self, file, mode="r", closefd=True, opener=None):
        kinds = [kind for kind in mode if kind in _RAW_MODES]
        if set(mode) - set("rwaxb+") or len(kinds) != 1 or mode.count("+") > 1:
            raise ValueError(f"invalid mode: {mode}")
        kind = kinds[0]
        flags = _RAW_MODES[kind] | posix.O_CLOEXEC
        self._readable = kind == "r" or "+" in mode
        self._writable = kind != "r" or "+" in mode
        self._kind = kind
        if "+" in mode:
            flags = flags & ~posix.O_WRONLY | posix.O_RDWR
        if isinstance(file, bool):
            import warnings

            warnings.warn("bool is used as a file descriptor", RuntimeWarning, stacklevel=2)
            file = int(file)
        if isinstance(file, int):
            if file < 0:
                raise ValueError("negative file descriptor")
            self._fd = file
            self._closefd = closefd
            posix.fstat(file)
        else:
            if not closefd:
                raise ValueError("Cannot use closefd=False with file name")
            if opener is None:
                self._fd = posix.open(file, flags, 0o666)
            else:
                fd = opener(file, flags)
                if not isinstance(fd, int):
                    raise TypeError("expected integer from opener")
                if fd < 0:
                    raise ValueError(f"opener returned {fd}")
                self._fd = fd
        self.name = file
        self._seekable = None
        if kind == "a" and self.seekable():
            posix.lseek(self._fd, 0, 2)

    def _check_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def _check(self, able, action):
        self._check_open()
        if not able:
            raise _io.UnsupportedOperation(f"File not open for {action}")

    def read(self, size=-1):
        self._check(self._readable, "reading")
        if size is None or size < 0:
            return self.readall()
        return posix.read(self._fd, size)

    def readall(self):
        self._check(self._readable, "reading")
        pieces = []
        while piece := posix.read(self._fd, 1 << 20):
            pieces.append(piece)
        return b"".join(pieces)

    def readinto(self, buffer):
        self._check(self._readable, "reading")
        view = memoryview(buffer).cast("B")
        data = posix.read(self._fd, len(view))
        view[: len(data)] = data
        return len(data)

    def write(self, data):
        self._check(self._writable, "writing")
        return posix.write(self._fd, data)

    def seek(self, offset, whence=0):
        self._check_open()
        return posix.lseek(self._fd, offset, whence)

    def tell(self):
        self._check_open()
        return posix.lseek(self._fd, 0, 1)

    def truncate(self, size=None):
        self._check(self._writable, "writing")
        if size is None:
            size = self.tell()
        posix.ftruncate(self._fd, size)
        return size

    def flush(self):
        self._check_open()
        if self._writable and 0 <= self._fd <= 2:
            posix.fsync(self._fd)

    def close(self):
        if self.closed:
            return
        try:
            super().close()
        finally:
            fd, self._fd = self._fd, -1
            if self._closefd and fd >= 0:
                posix.close(fd)

    def fileno(self):
        self._check_open()
        return self._fd

    def isatty(self):
        self._check_open()
        return False

    def readable(self):
        self._check_open()
        return self._readable

    def writable(self):
        self._check_open()
        return self._writable

    def seekable(self):
        self._check_open()
        if self._seekable is None:
            try:
                posix.lseek(self._fd, 0, 1)
            except OSError:
                self._seekable = False
            else:
                self._seekable = True
        return self._seekable

    @property
    def closefd(self):
        return self._closefd

    @property
    def mode(self):
        plus = "+" if self._readable and self._writable else ""
        return ("xb" if self._kind == "x" else "ab" if self._kind == "a" else "rb" if self._readable else "wb") + plus

    def __del__(self):
        if self._fd >= 0 and self._closefd and not self.closed:
            import warnings

            warnings.warn(f"unclosed file {self!r}", ResourceWarning, stacklevel=2, source=self)
            self.close()

    def __repr__(self):
        if self.closed:
            return "<_io.FileIO [closed]>"
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self._closefd}>"


FileIO.__module__ = "_io"


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """Open file and return a stream.  Raise OSError upon failure."""
    if not isinstance(file, int):
        file = posix.fspath(file)
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    text, binary = "t" in mode, "b" in mode
    raw_mode = mode.replace("t", "").replace("b", "")
    if set(mode) - set("rwaxtb+") or len(mode) != len(set(mode)):
        raise ValueError(f"invalid mode: {mode!r}")
    if text and binary:
        raise ValueError("can't have text and binary mode at once")
    if len(raw_mode.replace("+", "")) != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if binary:
        for argument, given in ("encoding", encoding), ("errors", errors), ("newline", newline):
            if given is not None:
                determiner = "an" if argument[0] in "e" else "a"
                raise ValueError(f"binary mode doesn't take {determiner} {argument} argument")
        if buffering == 1:
            import warnings

            warnings.warn(
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
                RuntimeWarning,
                stacklevel=2,
            )
    raw = FileIO(file, raw_mode, closefd, opener)
    stream = raw
    try:
        if buffering == 0:
            if binary:
                return raw
            raise ValueError("can't have unbuffered text I/O")
        size = _io.DEFAULT_BUFFER_SIZE if buffering in (-1, 1) else buffering
        if size < 0:
            raise ValueError("invalid buffering size")
        if "+" in mode:
            stream = _io.BufferedRandom(raw, size)
        elif "r" in mode:
            stream = _io.BufferedReader(raw, size)
        else:
            stream = _io.BufferedWriter(raw, size)
        if binary:
            return stream
        stream = _io.TextIOWrapper(stream, encoding or "utf-8", errors, newline, buffering == 1)
        stream.mode = mode
        return stream
    except BaseException:
        stream.close()
        raise


def open_code(path):
    return open(path, "rb")


open.__module__ = open_code.__module__ = "_io"


class DirEntry:
    """A name in a directory, as os.scandir gives it."""

    __slots__ = ("name", "path", "_status")

    def __init__(self, name, path):
        self.name = name
        self.path = path
        self._status = None

    def stat(self, *, follow_symlinks=True):
        if self._status is None:
            self._status = posix.stat(self.path)
        return self._status

    def _is(self, kind):
        try:
            return self.stat().st_mode & 0o170000 == kind
        except FileNotFoundError:
            return False

    def is_dir(self, *, follow_symlinks=True):
        return self._is(0o040000)

    def is_file(self, *, follow_symlinks=True):
        return self._is(0o100000)

    def is_symlink(self):
        return False

    def is_junction(self):
        return False

    def inode(self):
        return self.stat().st_ino

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


DirEntry.__module__ = "posix"


class ScandirIterator:
    def __init__(self, path):
        separator = b"/" if isinstance(path, bytes) else "/"
        base = path if path.endswith(separator) else path + separator
        self._entries = iter([DirEntry(name, base + name) for name in posix.listdir(path)])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self._entries = iter(())


def scandir(path="."):
    return ScandirIterator("." if path is None else posix.fspath(path))


def _standard_stream(fd, name, mode, errors, write=None):
    raw = FileIO(fd, mode, closefd=False)
    raw.name = name
    if write:
        raw.write = write
    # What is written goes through at once: the tab puts pieces together itself (console.rs).
    buffer = _io.BufferedReader(raw) if mode == "r" else raw
    stream = _io.TextIOWrapper(buffer, "utf-8", errors, "\n", write_through=mode == "w")
    stream.mode = mode
    return stream


def install():
    import builtins

    builtins.open = _io.open = open
    _io.open_code = open_code
    _io.FileIO = FileIO
    posix.scandir = scandir
    posix.DirEntry = DirEntry
    sys.stdin = sys.__stdin__ = _standard_stream(0, "<stdin>", "r", "strict")
    sys.stdout = sys.__stdout__ = _standard_stream(1, "<stdout>", "w", "strict", posix._write_stdout)
    sys.stderr = sys.__stderr__ = _standard_stream(2, "<stderr>", "w", "backslashreplace", posix._write_stderr)
