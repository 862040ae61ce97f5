def timeout(now, ready, timers):
    waits = sorted(0 if due < now else due - now for due in timers)
    waits = [0] * len(ready) + waits
    return waits[0] if waits else None


now = int(input())
ready = input().split()
timers = [int(word) for word in input().split()]
print(timeout(now, ready, timers))
