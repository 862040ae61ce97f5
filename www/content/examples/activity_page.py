"""An activity page: each panel loads on its own, and is drawn as soon as it is there."""

import asyncio
import time

ACTIVITY = [
    "davelab6 commented on zeynepakay/Rakkas#9",
    "burakcan starred gurel/marvin",
    "mertsalik pushed to gurel/Kutumubu",
    "brtn starred gurel/robotjs",
]
CONTRIBUTIONS = ["zeynepakay/Rakkas  1", "fatiherikli/fil  486", "octalmage/robotjs  4719"]
REPOSITORIES = ["marvin", "Kutumubu", "robotjs", "fil", "is.js"]


async def ask(what, delay):
    await asyncio.sleep(delay)               # a slow database, somewhere
    return what


def draw(title, lines, began):
    print(f"+- {title} ".ljust(44, "-") + f" {time.monotonic() - began:.1f} s -+")
    for line in lines:
        print("| " + line.ljust(49) + "|")
    print("+" + "-" * 50 + "+")


async def activity(began):
    draw("Activity", await ask(ACTIVITY, 1.2), began)


async def repositories(began):
    # Two questions for one panel: ask both at once, draw when both are answered.
    yours, others = await asyncio.gather(ask(REPOSITORIES, 0.6), ask(CONTRIBUTIONS, 0.9))
    draw("Your repositories", [", ".join(yours)], began)
    draw("Repositories you contribute to", others, began)


async def notifications(began):
    try:
        async with asyncio.timeout(0.5):     # nobody waits longer than this for a bell
            lines = await ask(["View 17 new broadcasts"], 3)
    except TimeoutError:
        lines = ["(too slow today, shown without)"]
    draw("Notifications", lines, began)


async def main():
    began = time.monotonic()
    async with asyncio.TaskGroup() as page:
        for panel in (activity, repositories, notifications):
            page.create_task(panel(began))
    print(f"the page is complete after {time.monotonic() - began:.1f} s")


asyncio.run(main())
