"""Waiting for each other. https://docs.python.org/3/library/asyncio-sync.html

It stands in the place of the library's own for what that imports: ``collections`` and ``enum``, for one deque and the
four states of a barrier; and because Rust sees to most of it. The state of a lock is in its base, where Rust has it,
and calls of what is decorated with ``_in_rust`` are answered there, unless somebody has changed something of the class:
then the code below runs, which does the same. Recordings show its lines, which Rust knows (``answered.rs``).
"""

from _asyncio import CancelledError, _in_rust, _LoopBound, _remember_as_it_is, _Waiters

from . import mixins
from ._members import Member, members

__all__ = ("Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier")


class _Shown(mixins._LoopBoundMixin):
    """Something whose ``repr()`` tells its state, and how many wait."""

    def __repr__(self):
        state = self._describe()
        if self._waiters:
            state = f"{state}, waiters:{len(self._waiters)}"
        return f"<{super().__repr__()[1:-1]} [{state}]>"


class _ContextManagerMixin:
    @_in_rust
    async def __aenter__(self):
        await self.acquire()

    @_in_rust
    async def __aexit__(self, exc_type, exc, tb):
        self.release()


@_remember_as_it_is
class Lock(_LoopBound, _ContextManagerMixin, _Shown):
    """One task at a time. Those who wait get it in the order they came."""

    _locked = _LoopBound._held

    def __init__(self):
        self._waiters = None
        self._locked = False

    def _describe(self):
        return "locked" if self._locked else "unlocked"

    def locked(self):
        """Whether somebody has it."""
        return self._locked

    @_in_rust
    async def acquire(self):
        """Take it, waiting until it is free and everybody who came earlier has had it. Returns True."""
        if not self._locked and all(waiter.cancelled() for waiter in self._waiters or ()):
            self._locked = True
            return True
        if self._waiters is None:
            self._waiters = _Waiters()
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except CancelledError:
            # It may have been our turn. Somebody has to have it.
            if not self._locked:
                self._wake_up_first()
            raise
        self._locked = True
        return True

    @_in_rust
    def release(self):
        """Give it back; the next one waiting goes on. Raises ``RuntimeError`` if nobody has it."""
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._wake_up_first()

    def _wake_up_first(self):
        # If the first is done already, it is about to run.
        if self._waiters and not self._waiters[0].done():
            self._waiters[0].set_result(True)


@_remember_as_it_is
class Event(_LoopBound, _Shown):
    """A flag that tasks wait for. It is not set at first."""

    _value = _LoopBound._held

    def __init__(self):
        self._waiters = _Waiters()
        self._value = False

    def _describe(self):
        return "set" if self._value else "unset"

    @_in_rust
    def is_set(self):
        """Whether it is set."""
        return self._value

    @_in_rust
    def set(self):
        """Set it. Everybody who waits goes on."""
        if self._value:
            return
        self._value = True
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(True)

    @_in_rust
    def clear(self):
        """Unset it: from now on, tasks wait again."""
        self._value = False

    @_in_rust
    async def wait(self):
        """Wait until it is set. Returns True."""
        if self._value:
            return True
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        try:
            await waiter
            return True
        finally:
            self._waiters.remove(waiter)


@_remember_as_it_is
class Condition(_LoopBound, _ContextManagerMixin, _Shown):
    """A lock, and word for those who wait for something that is changed under that lock."""

    _lock = _LoopBound._held

    def __init__(self, lock=None):
        self._lock = lock = Lock() if lock is None else lock
        self.locked = lock.locked
        self.acquire = lock.acquire
        self.release = lock.release
        self._waiters = _Waiters()

    def _describe(self):
        return "locked" if self.locked() else "unlocked"

    @_in_rust
    async def wait(self):
        """Give the lock back, wait to be notified, and take the lock again. Returns True.

        It may return without cause: look again at what is waited for. Raises ``RuntimeError`` if nobody has
        the lock.
        """
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = self._get_loop().create_future()
        self.release()
        try:
            try:
                self._waiters.append(waiter)
                try:
                    await waiter
                    return True
                finally:
                    self._waiters.remove(waiter)
            finally:
                await self._acquire_in_any_case()
        except BaseException:
            # The word may have been for us. Somebody else should have it.
            self._notify(1)
            raise

    async def _acquire_in_any_case(self):
        """Take the lock, however often we are cancelled meanwhile; that is raised afterwards."""
        cancelled = None
        while True:
            try:
                await self.acquire()
                break
            except CancelledError as error:
                cancelled = error
        if cancelled is not None:
            try:
                raise cancelled
            finally:
                # It has this frame in its traceback.
                cancelled = None

    async def wait_for(self, predicate):
        """Wait until ``predicate()`` is true, looking whenever notified. Returns its value."""
        while not (result := predicate()):
            await self.wait()
        return result

    @_in_rust
    def notify(self, n=1):
        """Let ``n`` of those who wait look again, once they get the lock. Raises ``RuntimeError`` without it."""
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._notify(n)

    @_in_rust
    def notify_all(self):
        """Let everybody who waits look again."""
        self.notify(len(self._waiters))

    def _notify(self, n):
        for waiter in self._waiters:
            if n <= 0:
                return
            if not waiter.done():
                n -= 1
                waiter.set_result(False)


@_remember_as_it_is
class Semaphore(_LoopBound, _ContextManagerMixin, _Shown):
    """At most ``value`` tasks at a time. Those who wait get in in the order they came."""

    _value = _LoopBound._held

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._waiters = None
        self._value = value

    def _describe(self):
        return "locked" if self.locked() else f"unlocked, value:{self._value}"

    def locked(self):
        """Whether ``acquire()`` would wait: because nothing is left, or because others came earlier."""
        return self._value == 0 or any(not waiter.cancelled() for waiter in self._waiters or ())

    @_in_rust
    async def acquire(self):
        """Take one, waiting for it if need be. Returns True."""
        if not self.locked():
            self._value -= 1
            return True
        if self._waiters is None:
            self._waiters = _Waiters()
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except CancelledError:
            if waiter.done() and not waiter.cancelled():
                # One had been taken for us.
                self._value += 1
            raise
        finally:
            # What is left is for those who came after us, as far as it goes.
            while self._value > 0 and self._wake_up_next():
                pass
        return True

    @_in_rust
    def release(self):
        """Give one back; the next one waiting goes on."""
        self._value += 1
        self._wake_up_next()

    def _wake_up_next(self):
        """Take one for the first that has none yet, and wake it. Whether there was any."""
        for waiter in self._waiters or ():
            if not waiter.done():
                self._value -= 1
                waiter.set_result(True)
                return True
        return False


@_remember_as_it_is
class BoundedSemaphore(Semaphore):
    """A semaphore of which no more can be given back than was taken."""

    def __init__(self, value=1):
        self._bound_value = value
        super().__init__(value)

    def release(self):
        """Give one back. Raises ``ValueError`` if nobody had taken it."""
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


@members
class _BarrierState(Member):
    """What a barrier does: it lets tasks in until it is full, then lets them out, or turns them away."""

    FILLING = "filling"
    DRAINING = "draining"
    RESETTING = "resetting"
    BROKEN = "broken"


class Barrier(mixins._LoopBoundMixin):
    """Where ``parties`` tasks wait until all of them are there. It can be used again and again."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError("parties must be >= 1")
        # Notified whenever the state changes.
        self._cond = Condition()
        self._parties = parties
        self._state = _BarrierState.FILLING
        self._count = 0

    def __repr__(self):
        state = self._state.value
        if not self.broken:
            state = f"{state}, waiters:{self.n_waiting}/{self.parties}"
        return f"<{super().__repr__()[1:-1]} [{state}]>"

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    async def wait(self):
        """Wait until everybody is there. Returns a number below ``parties``, another one to each.

        Raises ``BrokenBarrierError`` if it is reset or broken meanwhile.
        """
        async with self._cond:
            await self._cond.wait_for(self._is_open)
            self._fail_if(_BarrierState.BROKEN, why="Barrier aborted")
            index = self._count
            self._count += 1
            try:
                if self._count == self._parties:
                    self._become(_BarrierState.DRAINING)
                else:
                    await self._cond.wait_for(self._is_over)
                    self._fail_if(
                        _BarrierState.BROKEN, _BarrierState.RESETTING, why="Abort or reset of barrier"
                    )
                return index
            finally:
                self._leave()

    def _is_open(self):
        return self._state not in (_BarrierState.DRAINING, _BarrierState.RESETTING)

    def _is_over(self):
        return self._state is not _BarrierState.FILLING

    def _fail_if(self, *states, why):
        if self._state in states:
            from .exceptions import BrokenBarrierError

            raise BrokenBarrierError(why)

    def _become(self, state):
        self._state = state
        self._cond.notify_all()

    def _leave(self):
        self._count -= 1
        if self._count > 0:
            return
        # The last one out opens it for the next round, if it is not broken.
        if not self._is_open():
            self._state = _BarrierState.FILLING
        self._cond.notify_all()

    async def reset(self):
        """Turn away who waits, with ``BrokenBarrierError``, and be as new."""
        async with self._cond:
            self._become(_BarrierState.RESETTING if self._count > 0 else _BarrierState.FILLING)

    async def abort(self):
        """Break it: everybody who waits, or ever will, gets ``BrokenBarrierError``."""
        async with self._cond:
            self._become(_BarrierState.BROKEN)

    @property
    def parties(self):
        """How many it waits for."""
        return self._parties

    @property
    def n_waiting(self):
        """How many are there."""
        return self._count if self._state is _BarrierState.FILLING else 0

    @property
    def broken(self):
        """Whether it is broken, until ``reset()``."""
        return self._state is _BarrierState.BROKEN
