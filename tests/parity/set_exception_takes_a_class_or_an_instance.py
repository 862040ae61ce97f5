"""set_exception makes an instance of a class, and lets no StopIteration into an await."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()

    of_class = loop.create_future()
    of_class.set_exception(LookupError)
    print("class:", repr(of_class.exception()))

    error = LookupError("mine")
    of_instance = loop.create_future()
    of_instance.set_exception(error)
    print("instance:", of_instance.exception() is error)

    not_one = loop.create_future()
    try:
        not_one.set_exception("a string")
    except TypeError:
        print("TypeError for a string; still pending:", not not_one.done())

    # StopIteration would end the awaiting coroutine as if it had returned.
    future = loop.create_future()
    try:
        future.set_exception(StopIteration("sly"))
        await future
    except (TypeError, RuntimeError) as error:
        print("refused:", "StopIteration interacts badly with generators" in str(error))

    # Raised inside a coroutine it is a RuntimeError too.
    async def sly():
        raise StopIteration("sly")

    try:
        await asyncio.create_task(sly())
    except RuntimeError as error:
        print(error, "<-", repr(error.__cause__))


asyncio.run(main())
