"""asend, athrow and aclose do for an async generator what send, throw and close do for one."""

import asyncio


async def echo():
    received = None
    try:
        while True:
            try:
                received = yield received
                await asyncio.sleep(0)
            except ValueError as error:
                print("    echo caught", error)
                received = "recovered"
    finally:
        print("    echo: finally")
        await asyncio.sleep(0)
        print("    echo: cleaned up")


async def main():
    generator = echo()
    try:
        await generator.asend("too early")
    except TypeError as error:
        print(error)
    print("primed:", await generator.asend(None))
    print(await generator.asend("one"))
    print(await anext(generator))
    print(await generator.athrow(ValueError("two")))
    print(await generator.asend("three"))
    try:
        await generator.athrow(KeyError("four"))
    except KeyError as error:
        print("came back out:", error)
    try:
        await generator.asend("five")
    except StopAsyncIteration as stop:
        print("over:", repr(stop))

    generator = echo()
    await anext(generator)
    print("aclose:", await generator.aclose())
    print("aclose again:", await generator.aclose())
    never_started = echo()
    await never_started.aclose()
    print("closed before it began")


asyncio.run(main())
