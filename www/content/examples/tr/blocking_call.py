"""Bloklayan tek bir çağrı herkesi dondurur: time.sleep, asyncio.sleep değildir."""

import asyncio
import time

began = time.monotonic()


def say(text):
    print(f"{time.monotonic() - began:3.1f} s  {text}")


async def heartbeat():
    for beat in range(9):
        before = time.monotonic()
        await asyncio.sleep(0.2)
        pause = time.monotonic() - before
        say("heart: thump" if pause < 0.4 else f"heart: ... thump, after {pause:.1f} s!")


async def polite_guest():
    say("  polite guest: I sleep for 0.6 s")
    await asyncio.sleep(0.6)             # döngüyü geri verir: kalp atmayı sürdürür
    say("  polite guest: good morning")


async def rude_guest():
    say("  rude guest: I sleep for 0.6 s")
    time.sleep(0.6)                      # döngüyü bırakmaz: başka hiçbir şey olamaz
    say("  rude guest: what? did somebody wait for me?")


async def main():
    heart = asyncio.create_task(heartbeat())
    await asyncio.sleep(0.1)
    await polite_guest()
    await asyncio.sleep(0.2)
    await rude_guest()
    await heart


asyncio.run(main())
