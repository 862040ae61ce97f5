"""A task nobody keeps can vanish: the loop holds on to it only while it is about to run."""

import asyncio
import gc
import weakref

mailboxes = weakref.WeakSet()            # forgets a mailbox when its owner is gone


async def read_mail(name):
    mailbox = asyncio.Queue()
    mailboxes.add(mailbox)
    while True:
        print(f"  {name} reads: {await mailbox.get()}")


async def send(letter):
    gc.collect()                         # Python does this now and then, whenever it likes
    print(f"  a letter for {len(mailboxes)}")
    for mailbox in mailboxes:
        mailbox.put_nowait(letter)
    await asyncio.sleep(0)


async def main():
    print("1. a task that nobody keeps:")
    asyncio.create_task(read_mail("Ada"))
    await asyncio.sleep(0.1)
    await send("come to the party!")

    print("2. a task that somebody keeps:")
    reader = asyncio.create_task(read_mail("Bora"))
    await asyncio.sleep(0.1)
    await send("come to the party!")
    reader.cancel()


asyncio.run(main())
