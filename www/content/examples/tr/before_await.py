"""asyncio'nun ilk yazılışı: Python'da `await` yokken, `yield from` ile."""

import asyncio


# Python asyncio.coroutine'i 3.11'de kaldırdı. asyncio101 onu saklıyor ki slaytlardaki kod
# hâlâ çalışsın; başka bir Python'da yerlerine async def ve await yazın: satır satır karşılığı.
@asyncio.coroutine
def fetch(name, delay):
    print(f"{name}: asked")
    yield from asyncio.sleep(delay)      # cevap gelene kadar döngüyü geri ver
    print(f"{name}: answered after {delay} s")
    return f"<{name}>"


@asyncio.coroutine
def main():
    page = yield from fetch("page", 0.4)
    pictures = yield from asyncio.gather(
        fetch("picture 1", 0.6),
        fetch("picture 2", 0.3),
    )
    print(page, pictures)


asyncio.run(main())
