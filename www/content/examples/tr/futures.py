"""Future, henüz ortada olmayan bir sonucun kutusudur."""

import asyncio


async def guest(name, order):
    print(f"{name} waits for the tea")
    tea = await order                    # kutu dolana kadar uyur
    print(f"{name} drinks {tea}")


async def main():
    loop = asyncio.get_running_loop()
    order = loop.create_future()
    order.add_done_callback(lambda f: print("(the kitchen bell rings)"))

    guests = [asyncio.create_task(guest(name, order)) for name in ("Ali", "Ayşe")]
    print("ordered; is it ready?", order.done())

    # Kutuyu başkası doldurur: burada bir zamanlayıcı, gerçekte bir socket.
    loop.call_later(1, order.set_result, "a glass of tea")
    await asyncio.gather(*guests)

    print("is it ready?", order.done(), "-", order.result())
    print("asking again costs nothing:", await order)
    try:
        order.set_result("coffee")       # bir kutu yalnızca bir kez dolar
    except asyncio.InvalidStateError as error:
        print("no second order:", error)


asyncio.run(main())
