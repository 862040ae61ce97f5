def timeout(now, ready, timers):
    wait = None
    for due in timers:
        if wait is None or due - now < wait:
            wait = due - now
    if ready or wait is not None and wait < 0:
        wait = 0.0
    return wait


now = int(input())
ready = input().split()
timers = [int(word) for word in input().split()]
print(timeout(now, ready, timers))
