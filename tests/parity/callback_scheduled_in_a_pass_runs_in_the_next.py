"""A pass runs what was ready when it began; whatever that schedules waits its turn."""

import asyncio


def main():
    loop = asyncio.new_event_loop()

    def parent(name):
        print(name)
        loop.call_soon(child, name + ".child")

    def child(name):
        print(name)
        loop.call_soon(print, name + ".child")

    def marker(n):
        print("-- end of pass", n)
        if n < 4:
            loop.call_soon(marker, n + 1)
        else:
            loop.stop()

    loop.call_soon(parent, "a")
    loop.call_soon(parent, "b")
    loop.call_soon(marker, 1)
    loop.call_soon(parent, "c")
    loop.run_forever()
    loop.close()


main()
