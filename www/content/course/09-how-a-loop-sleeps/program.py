import asyncio


def show(name):
    print(name, round(loop.time() - began))
    if name == "bell":
        loop.stop()


loop = asyncio.new_event_loop()
began = loop.time()
loop.call_later(2400, show, "bell")
loop.call_later(60, show, "minute")
loop.call_soon(show, "now")
loop.run_forever()
loop.close()
