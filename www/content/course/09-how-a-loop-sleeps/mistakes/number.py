def timeout(now, ready, timers):
    if ready:
        return 0
    return max(0, min(timers, default=now + 3600) - now)


now = int(input())
ready = input().split()
timers = [int(word) for word in input().split()]
print(timeout(now, ready, timers))
