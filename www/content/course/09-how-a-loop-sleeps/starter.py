def timeout(now, ready, timers):
    return timers[0]


now = int(input())
ready = input().split()
timers = [int(word) for word in input().split()]
print(timeout(now, ready, timers))
