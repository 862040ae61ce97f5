def timeout(now, ready, timers):
    if ready:
        return 0
    if not timers:
        return None
    return min(timers)


now = int(input())
ready = input().split()
timers = [int(word) for word in input().split()]
print(timeout(now, ready, timers))
