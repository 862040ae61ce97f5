"""stop() lets the pass finish; what that pass scheduled waits for the next run."""

import asyncio

loop = asyncio.new_event_loop()


def first():
    print("first")
    loop.stop()
    print("first, after stop(); running:", loop.is_running())
    loop.call_soon(print, "scheduled by first")


loop.call_soon(first)
loop.call_soon(print, "second, in the same pass")
loop.run_forever()
print("-- stopped; running:", loop.is_running(), "closed:", loop.is_closed())

loop.call_soon(loop.stop)
loop.run_forever()
print("-- stopped again")

# stop() before run_forever(): exactly one pass.
loop.call_soon(print, "one pass only")
loop.stop()
loop.run_forever()
print("-- stopped a third time")
loop.close()
print("closed:", loop.is_closed())
