"""wrap_future chains a concurrent.futures.Future to the loop, both ways."""

import asyncio
import concurrent.futures


async def main():
    source = concurrent.futures.Future()
    wrapped = asyncio.wrap_future(source)
    print("an asyncio future:", asyncio.isfuture(wrapped), "done:", wrapped.done())
    source.set_result("result")
    print(await wrapped)

    source = concurrent.futures.Future()
    wrapped = asyncio.wrap_future(source)
    source.set_exception(LookupError("failed"))
    try:
        await wrapped
    except LookupError as error:
        print("exception:", error)

    source = concurrent.futures.Future()
    wrapped = asyncio.wrap_future(source)
    wrapped.cancel()
    await asyncio.sleep(0)
    print("cancelled from here:", source.cancelled())

    source = concurrent.futures.Future()
    wrapped = asyncio.wrap_future(source)
    source.cancel()
    try:
        await wrapped
    except asyncio.CancelledError:
        print("cancelled from there:", wrapped.cancelled())

    own = asyncio.get_running_loop().create_future()
    print("an asyncio future stays:", asyncio.wrap_future(own) is own)
    try:
        asyncio.wrap_future("something else")
    except (AssertionError, TypeError):
        print("anything else is refused")


asyncio.run(main())
