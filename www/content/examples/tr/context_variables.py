"""Her task'ın kendine ait bir değişkeni: Bu istek kimden geldi?"""

import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


def log(text):
    # Parametre yok, üstüne yazılacak global yok: Doğru kullanıcı task'ın context'inde.
    print(f"[{user.get():6}] {text}")


async def load_page():
    log("loads the page")
    await asyncio.sleep(0.2)             # bu arada öteki istekler çalışır ...
    log("has the page")                  # ... yine de kimse karışmaz


async def request(name):
    user.set(name)                       # bunu bu task ve buradan başlattıkları görür
    await load_page()
    await asyncio.create_task(audit())


async def audit():
    log("is written to the audit log")
    user.set("audit")                    # task'ın bir kopyası vardır: bunu başkası görmez
    log("(the audit task itself)")


async def main():
    await asyncio.gather(*(request(name) for name in ("gurel", "zeynep", "mert")))
    log("is who main is, as before")


asyncio.run(main())
