// What the engine runs for itself while nobody has sent a program.
//
// A browser compiles each function of a module when it is first called, so that the first program takes several times as long as
// the same one does later. Who reads a page before Run is pressed finds that done.

/** How long the engine waits for a program first, in milliseconds. */
export const UNASKED = Number(new URL(self.location.href).searchParams.get("unasked") ?? 500);

const source = `
import asyncio

async def ask(city, seconds):
    print("ask", city)
    await asyncio.sleep(seconds)
    print(f"answer {city}")
    return city

async def main():
    task = asyncio.create_task(ask("Ankara", 3))
    print(await asyncio.gather(ask("Izmir", 1), ask("Trabzon", 2)))
    await task

asyncio.run(main())
`;

/** The message, as the page would send it. */
export const program = { type: "run", run: 0, source, filename: "main.py", arguments: [], record: "loop", clock: "virtual", seed: 0 };
