def timeout(now, ready, timers):
    if ready:
        wait = 0
    elif timers:
        wait = max(0, min(timers) - now)
    else:
        wait = None
    print("wait", wait)


now = int(input())
ready = input().split()
timers = [int(word) for word in input().split()]
print(timeout(now, ready, timers))
