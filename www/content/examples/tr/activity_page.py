"""Bir etkinlik sayfası: Her panel kendi başına yüklenir ve gelir gelmez çizilir."""

import asyncio
import time

# Sunucunun bildikleri ve onları ne kadar sürede bulduğu.
ANSWERS = {
    "activity": (1.2, ["davelab6 commented on zeynepakay/Rakkas#9", "burakcan starred gurel/marvin",
                       "mertsalik pushed to gurel/Kutumubu", "brtn starred gurel/robotjs"]),
    "repositories": (0.6, ["marvin", "Kutumubu", "robotjs", "fil", "is.js"]),
    "contributions": (0.9, ["zeynepakay/Rakkas  1", "fatiherikli/fil  486", "octalmage/robotjs  4719"]),
    "broadcasts": (3, ["View 17 new broadcasts"]),
}


async def serve(reader, writer):
    delay, lines = ANSWERS[(await reader.readline()).decode().strip()]
    await asyncio.sleep(delay)               # bir yerlerde yavaş bir veritabanı
    writer.write("\n".join(lines).encode())
    writer.close()


async def ask(address, what):
    reader, writer = await asyncio.open_connection(*address)
    try:
        writer.write(f"{what}\n".encode())
        return (await reader.read()).decode().splitlines()
    finally:
        writer.close()


def draw(title, lines, began):
    print(f"+- {title} ".ljust(44, "-") + f" {time.monotonic() - began:.1f} s -+")
    for line in lines:
        print("| " + line.ljust(49) + "|")
    print("+" + "-" * 50 + "+")


async def activity(address, began):
    draw("Activity", await ask(address, "activity"), began)


async def repositories(address, began):
    # Bir panel için iki soru: ikisini aynı anda sor, ikisine de cevap gelince çiz.
    yours, others = await asyncio.gather(ask(address, "repositories"), ask(address, "contributions"))
    draw("Your repositories", [", ".join(yours)], began)
    draw("Repositories you contribute to", others, began)


async def notifications(address, began):
    try:
        async with asyncio.timeout(0.5):     # bir zil için kimse bundan uzun beklemez
            lines = await ask(address, "broadcasts")
    except TimeoutError:
        lines = ["(too slow today, shown without)"]
    draw("Notifications", lines, began)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    began = time.monotonic()
    async with asyncio.TaskGroup() as page:
        for panel in (activity, repositories, notifications):
            page.create_task(panel(address, began))
    print(f"the page is complete after {time.monotonic() - began:.1f} s")
    server.close()


asyncio.run(main())
