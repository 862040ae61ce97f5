"""A coroutine of sleep() that is closed, or thrown into, cancels its timer; the future it waited for stays pending."""

import asyncio


async def main():
    closed = asyncio.sleep(1)
    future = closed.send(None)
    closed.close()
    print("closed:", future.done(), future.cancelled())

    thrown = asyncio.sleep(1)
    future = thrown.send(None)
    try:
        thrown.throw(ValueError("enough"))
    except ValueError as error:
        print(repr(error))
    print("thrown into:", future.done(), future.cancelled())
    future.add_done_callback(lambda future: print("called back:", future.cancelled()))
    await asyncio.sleep(2)
    print("after its time:", future.done())
    print(future.cancel())
    await asyncio.sleep(0)


asyncio.run(main())
