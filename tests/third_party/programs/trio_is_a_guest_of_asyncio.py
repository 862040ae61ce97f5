"""trio by itself, and as a guest: its loop runs in asyncio's, and each waits for what the other does."""

import asyncio

import trio


async def child(name, times, said):
    for number in range(times):
        said.append(f"{name} {number}")
        await trio.lowlevel.checkpoint()


async def alone():
    said = []
    async with trio.open_nursery() as nursery:
        nursery.start_soon(child, "a", 3, said)
        nursery.start_soon(child, "b", 2, said)
    print(sorted(said))
    with trio.move_on_after(0.01) as scope:
        await trio.sleep_forever()
    print("cancelled:", scope.cancelled_caught)
    send, receive = trio.open_memory_channel(1)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(send_all, send)
        print([number async for number in receive])
    print(await trio.to_thread.run_sync(sum, [1, 2, 3]))
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio.serve_listeners, echo, listeners)
        port = listeners[0].socket.getsockname()[1]
        async with await trio.open_tcp_stream("127.0.0.1", port) as stream:
            await stream.send_all(b"hello")
            await stream.send_eof()
            print(b"".join([part async for part in stream]))
        nursery.cancel_scope.cancel()
    return "alone is over"


async def send_all(send):
    async with send:
        for number in range(4):
            await send.send(number)


async def echo(stream):
    async for part in stream:
        await stream.send_all(part.upper())


async def guest(to_host, from_host):
    to_host.put_nowait("the guest is there")
    with trio.fail_after(60):
        print("guest:", await from_host.receive())
        await trio.sleep(0.01)
    return "the guest leaves"


async def host():
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    from_guest = asyncio.Queue()
    to_guest, receive = trio.open_memory_channel(1)

    def done(outcome):
        over.set_result(outcome.unwrap())

    trio.lowlevel.start_guest_run(
        guest, from_guest, receive, run_sync_soon_threadsafe=loop.call_soon_threadsafe, done_callback=done
    )
    print("host:", await from_guest.get())
    to_guest.send_nowait("welcome")
    print("host:", await over)


print(trio.run(alone))
asyncio.run(host())
