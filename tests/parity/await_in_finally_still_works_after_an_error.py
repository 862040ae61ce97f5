"""A finally block may await, and the exception goes on once it is through."""

import asyncio


async def clean_up(name):
    for n in range(2):
        print(f"    {name}: cleaning {n}")
        await asyncio.sleep(0)


async def work(name, error):
    try:
        print(f"{name}: begins")
        await asyncio.sleep(0)
        if error:
            raise error
        return f"{name}: result"
    except ValueError as caught:
        print(f"{name}: caught {caught}")
        await clean_up(name)
        raise
    finally:
        await clean_up(name)
        print(f"{name}: over")


async def main():
    tasks = [asyncio.create_task(work("good", None)),
             asyncio.create_task(work("bad", ValueError("oops")))]
    for task in tasks:
        try:
            print(await task)
        except ValueError as error:
            print("main got", repr(error))


asyncio.run(main())
