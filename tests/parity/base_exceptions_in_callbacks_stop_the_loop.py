"""KeyboardInterrupt and SystemExit in a callback end run_forever; the queue stays."""

import asyncio

loop = asyncio.new_event_loop()
loop.set_exception_handler(lambda loop, context: print("handler:", context["message"]))


def interrupt():
    raise KeyboardInterrupt("in a callback")


def leave():
    raise SystemExit(4)


loop.call_soon(print, "one")
loop.call_soon(interrupt)
loop.call_soon(print, "two")
loop.call_soon(leave)
loop.call_soon(print, "three")
loop.call_soon(loop.stop)

for attempt in range(3):
    try:
        print("-- run")
        loop.run_forever()
        print("stopped in peace")
    except KeyboardInterrupt as error:
        print("KeyboardInterrupt:", error)
    except SystemExit as error:
        print("SystemExit:", error.code)
    print("running:", loop.is_running())
loop.close()
