"""A sleep whose loop tells the time itself is over when it is: it has no frame, and is shown as done."""
import asyncio


class Loop(asyncio.SelectorEventLoop):
    def time(self):
        return super().time()


async def main():
    asyncio.get_running_loop().slow_callback_duration = 3600
    for delay in (0, 0.01):
        task = asyncio.create_task(asyncio.sleep(delay, "slept"))
        await asyncio.sleep(0)
        coroutine = task.get_coro()
        print(delay, coroutine.cr_frame is None, coroutine.cr_suspended, "running at" in repr(task))
        print(await task, coroutine.cr_frame, coroutine.cr_suspended, "done" in repr(task))
        try:
            coroutine.send(None)
        except RuntimeError as error:
            print(error)


for debug in (False, True):
    with asyncio.Runner(loop_factory=Loop, debug=debug) as runner:
        runner.run(main())
