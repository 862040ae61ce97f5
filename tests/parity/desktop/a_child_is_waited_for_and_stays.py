"""waitid with WNOWAIT: a child that has ended keeps its number until somebody takes note."""

import os
import signal

pid = os.fork()
if pid == 0:
    os._exit(7)
told = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
print(told.si_pid == pid, told.si_uid == os.getuid(), told.si_signo, told.si_status, told.si_code == os.CLD_EXITED)
print(type(told), len(told), os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT | os.WNOHANG).si_status)
print(os.waitpid(pid, 0)[1])
try:
    os.waitid(os.P_PID, pid, os.WEXITED)
except ChildProcessError as error:
    print(error)

pid = os.fork()
if pid == 0:
    signal.pause()
print(os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG))
descriptor = os.pidfd_open(pid)
os.kill(pid, signal.SIGKILL)
told = os.waitid(os.P_PIDFD, descriptor, os.WEXITED)
print(told.si_status == signal.SIGKILL, told.si_code == os.CLD_KILLED)
os.close(descriptor)

processors = os.sched_getaffinity(0)
print(processors == os.sched_getaffinity(os.getpid()), len(processors) == os.process_cpu_count())
os.sched_setaffinity(0, list(processors))
for function, *values in [(os.sched_setaffinity, 0, [-1]), (os.sched_setaffinity, 0, []), (os.sched_getaffinity, -5)]:
    try:
        function(*values)
    except (ValueError, OSError) as error:
        print(type(error).__name__, error)
