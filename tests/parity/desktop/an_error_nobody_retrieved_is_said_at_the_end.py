"""A future that failed and lives as long as the program is reported when the interpreter ends."""

import asyncio


async def main():
    global failed
    failed = asyncio.get_running_loop().create_future()
    failed.set_exception(LookupError("nobody asks"))


asyncio.run(main())
print("the program ends")
