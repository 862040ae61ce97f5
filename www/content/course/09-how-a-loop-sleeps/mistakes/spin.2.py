def timeout(now, ready, timers):
    if timers and min(timers) > now and not ready:
        return 0.1
    if ready or timers:
        return 0
    return None


now = int(input())
ready = input().split()
timers = [int(word) for word in input().split()]
print(timeout(now, ready, timers))
