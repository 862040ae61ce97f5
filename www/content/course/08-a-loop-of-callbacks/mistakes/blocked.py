import asyncio
import time


def count():
    for number in (3, 2, 1):
        print(number)
        time.sleep(1)
    print("go")
    loop.stop()


loop = asyncio.new_event_loop()
loop.call_soon(count)
loop.run_forever()
loop.close()
