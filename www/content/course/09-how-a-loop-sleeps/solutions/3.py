def timeout(now, ready, timers):
    dues = [*timers, now] if ready else timers
    return max(now, min(dues)) - now if dues else None


now = int(input())
ready = input().split()
timers = [int(word) for word in input().split()]
print(timeout(now, ready, timers))
