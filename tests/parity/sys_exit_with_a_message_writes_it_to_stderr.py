"""sys.exit with a message prints it to stderr, and the exit code is 1."""

import asyncio
import sys


async def main():
    print("to stdout")
    print("to stderr", file=sys.stderr)
    await asyncio.sleep(0)
    sys.exit("that is all")


asyncio.run(main())
print("never printed")
