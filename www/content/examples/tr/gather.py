"""gather: birçok awaitable, tek await; sonuçlar sorduğunuz sırayla gelir."""

import asyncio


async def ask(friend, delay, answer):
    await asyncio.sleep(delay)
    print(f"  {friend} answers after {delay} s")
    if answer is None:
        raise RuntimeError(f"{friend} hung up")
    return f"{friend}: {answer}"


async def main():
    print("Everybody answers:")
    answers = await asyncio.gather(
        ask("Zeynep", 0.6, "yes"),
        ask("Burak", 0.2, "no"),
        ask("Mert", 0.4, "maybe"),
    )
    print(answers)                       # en son cevap verdiği hâlde önce Zeynep

    print("\nOne hangs up, and the first error is all we get:")
    try:
        await asyncio.gather(ask("Zeynep", 0.4, "yes"), ask("Burak", 0.2, None))
    except RuntimeError as error:
        print("error:", error)
    await asyncio.sleep(0.4)             # Zeynep iptal edilmedi: Yine cevap verir

    print("\nWith return_exceptions an error is one result among others:")
    print(await asyncio.gather(
        ask("Zeynep", 0.4, "yes"), ask("Burak", 0.2, None), return_exceptions=True))


asyncio.run(main())
