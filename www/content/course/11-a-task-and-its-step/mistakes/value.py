import asyncio


class Task(asyncio.Future):
    def __init__(self, coroutine):
        super().__init__()
        self.coroutine = coroutine
        asyncio.get_running_loop().call_soon(self.step)

    def step(self, future=None):
        try:
            out = self.coroutine.send(None)
        except StopIteration as stop:
            self.set_result(stop)
        else:
            if out is None:
                self.get_loop().call_soon(self.step)
            else:
                out.add_done_callback(self.step)


async def brew(name, seconds):
    print("start", name)
    await asyncio.sleep(0)
    print("next", name)
    await asyncio.sleep(seconds)
    return name


async def main():
    tea, coffee = Task(brew("tea", 2)), Task(brew("coffee", 1))
    print("made")
    print(await coffee)
    print(await tea)


asyncio.run(main())
