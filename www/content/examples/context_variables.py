"""A variable that every task has for itself: who is this request from?"""

import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


def log(text):
    # No parameter, no global to overwrite: the right user is in the task's context.
    print(f"[{user.get():6}] {text}")


async def load_page():
    log("loads the page")
    await asyncio.sleep(0.2)             # meanwhile the other requests run ...
    log("has the page")                  # ... and yet nobody is mixed up


async def request(name):
    user.set(name)                       # seen by this task and by what it starts from here
    await load_page()
    await asyncio.create_task(audit())


async def audit():
    log("is written to the audit log")
    user.set("audit")                    # a task has a copy: nobody else sees this
    log("(the audit task itself)")


async def main():
    await asyncio.gather(*(request(name) for name in ("gurel", "zeynep", "mert")))
    log("is who main is, as before")


asyncio.run(main())
