import asyncio

def second():
    print("ikinci")
    loop.call_soon(print, "sonraki turda")

loop = asyncio.new_event_loop()
loop.call_later(2, print, "iki saniye sonra")
loop.call_later(3, loop.stop)
loop.call_soon(print, "birinci")
loop.call_soon(second)

print("şimdi döngü çalışıyor")
loop.run_forever()
loop.close()
