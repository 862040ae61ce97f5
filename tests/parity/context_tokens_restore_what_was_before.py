"""reset(token) brings a variable's earlier value back, in the task that set it only."""

import asyncio
import contextvars

depth = contextvars.ContextVar("depth")


async def nested(n):
    token = depth.set(n)
    await asyncio.sleep(0)
    if n < 3:
        await nested(n + 1)
    print("inside", n, "value", depth.get())
    depth.reset(token)
    return token


async def main():
    print("unset:", depth.get("nothing"))
    token = await nested(1)
    print("unset again:", depth.get("nothing"), token.var is depth)
    try:
        depth.reset(token)
    except RuntimeError:
        print("a token is good for one reset")
    task_token = await asyncio.create_task(set_only())
    try:
        depth.reset(task_token)
    except ValueError:
        print("a token of another context is refused")
    try:
        depth.get()
    except LookupError:
        print("no value, no default: LookupError")


async def set_only():
    return depth.set(100)


asyncio.run(main())
