"""stop() during run_until_complete, with the future pending, is a RuntimeError."""

import asyncio

loop = asyncio.new_event_loop()
future = loop.create_future()
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(future)
except RuntimeError as error:
    print(error)
print("the future is still pending:", not future.done())

# The loop is as good as before.
loop.call_soon(future.set_result, "now")
print(loop.run_until_complete(future))
loop.close()
