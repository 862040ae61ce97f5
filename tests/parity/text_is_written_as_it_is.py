"""Output keeps its letters, its missing newlines and its order on each stream."""

import asyncio
import sys


async def speak(words, stream):
    for word in words:
        print(word, end=" ", file=stream)
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(
        speak(["Ali", "topu", "tut"], sys.stdout),
        speak(["İğne", "şapka", "çöp", "gül"], sys.stdout),
        speak(["→", "☕", "𝄞"], sys.stderr),
    )
    print("tab\there", "quote ' and \"", "back\\slash", sep=" | ")
    print(repr("ğ\n\x00"), ascii("ğ"), len("𝄞"))
    print("a\rb")
    sys.stdout.write("written\n")
    print("no newline at the end", end="")


asyncio.run(main())
