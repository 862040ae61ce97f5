"""Signals that are held back and taken, one by one, and signals to a thread."""

import asyncio
import os
import signal
import threading

print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGUSR2]))
os.kill(os.getpid(), signal.SIGUSR1)
signal.pthread_kill(threading.get_ident(), signal.SIGUSR2)
print(sorted(signal.sigpending()))
print(repr(signal.sigwait([signal.SIGUSR2])), sorted(signal.sigpending()))
told = signal.sigwaitinfo({signal.SIGUSR1})
print(told.si_signo == signal.SIGUSR1, told.si_pid == os.getpid(), told.si_uid == os.getuid(), told.si_code, len(told))
print(type(told), signal.sigtimedwait([signal.SIGUSR1], 0.01), signal.sigtimedwait([signal.SIGUSR1], 0))
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.sigtimedwait([signal.SIGUSR1], 1000).si_signo)

for function, *values in [
    (signal.sigwait, [0]),
    (signal.sigwait, [65]),
    (signal.sigwait, ["a"]),
    (signal.sigtimedwait, [1], -1),
    (signal.pthread_kill, threading.get_ident(), 999),
]:
    try:
        function(*values)
    except (ValueError, TypeError, OSError) as error:
        print(type(error).__name__, error)


async def main():
    loop = asyncio.get_running_loop()
    came = loop.create_future()
    loop.add_signal_handler(signal.SIGUSR1, came.set_result, "a signal reached the loop")
    signal.pthread_kill(threading.main_thread().ident, signal.SIGUSR1)
    print(came.done())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
    print(await came)

    # A thread waits for one that the others do not take.
    waiting = asyncio.create_task(asyncio.to_thread(signal.sigwait, [signal.SIGUSR2]))
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGUSR2)
    print(repr(await waiting))


asyncio.run(main())
print(signal.SIGCLD is signal.SIGCHLD, signal.SIGRTMIN, signal.SIGRTMAX, signal.Signals(29))
