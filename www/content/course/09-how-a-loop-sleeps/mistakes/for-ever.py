def timeout(now, ready, timers):
    if ready:
        return 0
    return None


now = int(input())
ready = input().split()
timers = [int(word) for word in input().split()]
print(timeout(now, ready, timers))
