"""A context is entered once: a task that would begin at once in one that is in use is refused."""
import asyncio
import contextvars


async def work(told):
    print(told)


def begin(context):
    coroutine = work("never told")
    try:
        asyncio.Task(coroutine, loop=loop, context=context, eager_start=True)
    except RuntimeError as error:
        print(str(error).partition(":")[0])
    coroutine.close()


entered = contextvars.copy_context()
loop = asyncio.new_event_loop()
loop.set_exception_handler(lambda _loop, _complaint: None)
loop.call_soon(lambda: asyncio.Task(work("told"), loop=loop, context=entered, eager_start=True))
loop.call_soon(begin, entered, context=entered)
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
