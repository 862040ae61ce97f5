def timeout(now, ready, timers):
    if ready:
        return 0
    if not timers:
        return None
    return max(0, max(timers) - now)


now = int(input())
ready = input().split()
timers = [int(word) for word in input().split()]
print(timeout(now, ready, timers))
