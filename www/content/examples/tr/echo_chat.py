"""Yankıyla sohbet. input() sizi bekler, döngü de onunla birlikte bekler."""

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
        except EOFError:                 # girdi tümüyle bitti
            print()
            break
        if not text.strip():
            break
        said.append(text)
        await echo(text)
    print(f"You said {len(said)} things. The echo liked this one best:",
          max(said, key=len, default="silence"))


# input() bloklayan bir çağrıdır: Sizi beklerken hiçbir task çalışamaz. Bir sunucu
# satırlarını asenkron okurdu; tek kişilik bir sohbette bunun zararı yok.
asyncio.run(main())
