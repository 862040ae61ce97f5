"""Bir task'ı iptal etmek, beklediği yerde içine bir exception fırlatır."""

import asyncio


async def download(name):
    done = 0
    try:
        while done < 100:
            await asyncio.sleep(0.2)     # CancelledError bu await'ten çıkar
            done += 20
            print(f"{name}: {done} %")
        return "complete"
    except asyncio.CancelledError as error:
        print(f"{name}: cancelled at {done} %, because: {error}")
        raise                            # bizi bekleyene de bildir
    finally:
        print(f"{name}: the file is closed")


async def main():
    film = asyncio.create_task(download("film"))
    song = asyncio.create_task(download("  song"))
    await asyncio.sleep(0.7)

    film.cancel("the disk is full")      # rica eder; task önce ortalığı toplar
    print("asked to stop; has it?", film.cancelled())
    try:
        await film
    except asyncio.CancelledError:
        print("now it has:", film.cancelled())

    print("song:", await song)


asyncio.run(main())
