"""A future that is done is awaited until those who await it have been woken, and not only until it is done."""
import asyncio


def waiters(future):
    return sorted(graph.future.get_name() for graph in asyncio.capture_call_graph(future).awaited_by)


async def awaits(future, told):
    await future
    told.append(waiters(future))


async def main():
    loop = asyncio.get_running_loop()
    future, told = loop.create_future(), []
    future.add_done_callback(lambda _: told.append(waiters(future)))
    tasks = [asyncio.create_task(awaits(future, told), name=name) for name in "ab"]
    await asyncio.sleep(0)
    print("pending", waiters(future))
    future.set_result(None)
    print("done", waiters(future))
    await asyncio.gather(*tasks)
    print("woken, one after the other", told, waiters(future))


asyncio.run(main())
