"""What `sleep(0)` awaits is there to be seen: a generator that gives up one turn."""
import asyncio


async def main():
    for delay in (0, -1):
        task = asyncio.create_task(asyncio.sleep(delay))
        coroutine = task.get_coro()
        print(coroutine.cr_await)
        await asyncio.sleep(0)
        turn = coroutine.cr_await
        print(type(turn).__name__, turn.__qualname__, turn.gi_running, turn.gi_suspended, turn.gi_yieldfrom)
        await task
        print(coroutine.cr_await)


asyncio.run(main())
