"""call_exception_handler passes its context on; the default one writes it to stderr."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    contexts = []
    loop.set_exception_handler(lambda loop, context: contexts.append(context))
    mine = {"message": "something odd", "answer": 42}
    loop.call_exception_handler(mine)
    print("the same mapping:", contexts == [mine] and contexts[0] is mine)

    # The default handler sorts the keys and prints them one to a line, to stderr.
    loop.set_exception_handler(None)
    loop.call_exception_handler({"zebra": "last", "answer": 42, "message": "something odd"})
    loop.call_exception_handler({"answer": 43})

    # A handler may hand on to the default one.
    def hand_on(loop, context):
        print("handing on:", context["message"])
        loop.default_exception_handler(context)

    loop.set_exception_handler(hand_on)
    loop.call_exception_handler({"message": "third time"})


asyncio.run(main())
