"""Several threads use what a loop has for the first time at once: each of them finds all of it."""

import asyncio
import signal
import threading

outcomes = []


def in_a_thread(number):
    async def main():
        await asyncio.sleep(0)
        try:
            asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, print)
        except (RuntimeError, ValueError) as error:
            return number, type(error).__name__

    outcomes.append(asyncio.run(main()))


threads = [threading.Thread(target=in_a_thread, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(outcomes))
