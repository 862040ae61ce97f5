"""A chat with an echo. input() waits for you, and the loop waits with it."""

import asyncio


async def echo(text):
    for n in range(len(text.split())):
        await asyncio.sleep(0.25)
        print("  echo:", " ".join(text.split()[n:]) + " ...")


async def main():
    said = []
    print("Say something (an empty line ends the chat).")
    while True:
        try:
            text = input("you: ")
        except EOFError:                 # no more input at all
            print()
            break
        if not text.strip():
            break
        said.append(text)
        await echo(text)
    print(f"You said {len(said)} things. The echo liked this one best:",
          max(said, key=len, default="silence"))


# input() is a blocking call: while it waits for you, no task can run. A server would
# read its lines asynchronously; for a chat with one person it does no harm.
asyncio.run(main())
