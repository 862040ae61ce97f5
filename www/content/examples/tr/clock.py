"""call_later: kendi kendine tıklayan bir saat; döngü aralarda uyur."""

import asyncio

loop = asyncio.new_event_loop()
began = loop.time()


def tick(n):
    print(f"{loop.time() - began:4.1f} s  {'tick' if n % 2 else 'tock'}")
    if n < 6:
        # Küçük gecikmeler birikmesin diye baştan sayılır.
        loop.call_at(began + n * 0.5, tick, n + 1)
    else:
        loop.stop()


loop.call_soon(tick, 1)
loop.call_later(1.25, print, "            cuckoo!")
never = loop.call_later(2, print, "            never heard:")
never.cancel()

# Ortada coroutine yok: Döngünün kendisi yalnızca callback'leri ve zamanlayıcıları bilir.
loop.run_forever()
loop.close()
