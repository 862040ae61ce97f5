"""Random conversations through sockets.

CPython has them on the system's sockets and in real time, ours inside the process: there are no timers, and each side
knows from the script when something comes, so that what a task tells does not depend on how fast anybody is.
"""

from tree import block, line

LOCAL = "'127.0.0.1'"


class Talk:
    """Makes the two sides of one conversation, move by move."""

    def __init__(self, dice, number):
        self.dice = dice
        self.number = number
        self.sides = {"server": [], "client": []}
        self.count = 0

    def step(self, side, *body, swallow="Exception"):
        self.count += 1
        made = block(f"with step('{side}{self.number}.{self.count}', {swallow}) as s:", *body)
        self.sides[side].append(made)

    def value(self, side, expression):
        self.step(side, line(f"s.value = {expression}"))

    def word(self):
        return bytes(self.dice.choice(b"abc") for _ in range(self.dice.choice([1, 2, 3, 5, 8])))

    def move(self, talker, hearer):
        """One side writes, the other reads what it can be sure of."""
        kind = self.dice.choice(["line", "line", "exactly", "until", "some", "lines", "long", "cut", "iterate"])
        word = self.word()
        if kind == "line":
            self.writes(talker, word + b"\n")
            self.value(hearer, "await reader.readline()")
        elif kind == "exactly":
            self.writes(talker, word)
            self.value(hearer, f"await reader.readexactly({len(word)})")
        elif kind == "until":
            ends = self.dice.choice([b";", b"\r\n", b"--"])
            self.writes(talker, word + ends)
            separator = self.dice.choice([repr(ends), f"(b'!', {ends!r})"])
            self.value(hearer, f"await reader.readuntil({separator})")
        elif kind == "some":
            self.writes(talker, word)
            self.value(hearer, "await reader.read(100)")
            self.writes(hearer, b"+\n")
            self.value(talker, "await reader.readline()")
        elif kind == "lines":
            words = [self.word() + b"\n" for _ in range(self.dice.randint(1, 3))]
            self.value(talker, f"writer.writelines({words!r})")
            self.step(hearer, block(f"for n in range({len(words)}):", line("say(await reader.readline())")))
        elif kind == "long":
            # Longer than the limit: what the error says, and what is left.
            self.writes(talker, b"x" * 70 + b"\n")
            how = self.dice.choice(["readline()", "readuntil(b'\\n')", "readuntil((b'\\n', b'!'))"])
            self.value(hearer, f"await reader.{how}")
            self.value(hearer, "await reader.read(0)")
            self.value(hearer, "reader._buffer and await reader.read(200)")
            # Whether it has come in one piece is the system's business; the other side waits until it has been read.
            self.writes(hearer, b"+\n")
            self.value(talker, "await reader.readline()")
        elif kind == "cut":
            # Nobody has written yet: the one who reads is cancelled, and nothing is lost.
            self.step(hearer, line("reading = asyncio.create_task(reader.readline())"), line("await asyncio.sleep(0)"),
                      line("reading.cancel('enough')"), line("await reading"), swallow="asyncio.CancelledError")
            self.writes(hearer, b"go\n")
            self.value(talker, "await reader.readline()")
            self.writes(talker, word + b"\n")
            self.value(hearer, "await reader.readline()")
        else:
            self.writes(talker, word + b"\n")
            self.step(hearer, block("async for one in reader:", line("say(one)"), line("break")))

    def writes(self, talker, data):
        self.value(talker, f"writer.write({data!r})")
        if self.dice.random() < 0.4:
            self.value(talker, "await writer.drain()")

    def looks(self, side):
        self.value(side, self.dice.choice([
            "reader.at_eof()", "writer.is_closing()", "writer.can_write_eof()", "reader",
            "writer.get_extra_info('peername')[0]", "writer.get_extra_info('nothing', 'absent')",
            "writer.transport.is_reading()", "writer.transport.get_write_buffer_size()",
            "writer.transport.get_write_buffer_limits()", "reader.exception()", "await reader.read(0)",
            "await reader.readexactly(0)", "await reader.readexactly(-1)", "await reader.readuntil(b'')",
            "type(writer.transport).__name__.strip('_')", "writer.writelines([])", "writer.write(b'')"]))

    def ends(self, talker, hearer):
        kind = self.dice.choice(["close", "close", "half", "abort", "inside", "both"])
        if kind == "half":
            self.value(talker, "writer.write_eof()")
            self.value(talker, "writer.write(b'too late')")
            self.reads_the_end(hearer)
            word = self.word()
            self.value(hearer, f"writer.write({word!r})")
            self.value(hearer, "writer.close()")
            self.value(talker, "await reader.read()")
        elif kind == "inside":
            # It is closed here, while here somebody reads.
            self.step(talker, line("reading = asyncio.create_task(reader.readexactly(3))"),
                      line("await asyncio.sleep(0)"), line("writer.close()"), line("s.value = await reading"))
            self.reads_the_end(hearer)
        elif kind == "abort":
            self.value(talker, "writer.transport.abort()")
            self.reads_the_end(hearer)
        else:
            word = self.word()
            self.value(talker, f"writer.write({word!r})")
            self.value(talker, "writer.close()")
            if kind == "both":
                self.value(talker, "await writer.wait_closed()")
                self.value(talker, "writer.write(b'nobody hears it')")
                self.value(talker, "await reader.read()")
            self.reads_the_end(hearer)
        for side in (talker, hearer):
            if self.dice.random() < 0.6:
                self.looks_at_the_end(side)
            self.value(side, "writer.close()")
            self.value(side, "await writer.wait_closed()")

    def looks_at_the_end(self, side):
        self.value(side, self.dice.choice(["writer.is_closing()", "writer.transport.is_closing()", "reader.at_eof()"]))

    def reads_the_end(self, hearer):
        self.value(hearer, self.dice.choice(["await reader.read()", "await reader.readexactly(50)",
                                             "await reader.readline()", "await reader.readuntil(b'#')",
                                             "[one async for one in reader]"]))
        self.value(hearer, "await reader.read()")
        self.value(hearer, "reader.at_eof()")


def program(dice):
    """A server and its clients, one after the other or at once; or two ends of a pair of sockets."""
    tree = [line("# on sockets")]
    limit = dice.choice(["", ", limit=64", ", limit=64"])
    talks = []
    for number in range(dice.randint(1, 3)):
        talk = Talk(dice, number)
        sides = ["server", "client"]
        for _ in range(dice.randint(1, 5)):
            dice.shuffle(sides)
            talk.move(*sides)
            if dice.random() < 0.4:
                talk.looks(dice.choice(sides))
        dice.shuffle(sides)
        talk.ends(*sides)
        talks.append(talk)
        for side, body in talk.sides.items():
            tree.append(block(f"async def {side}{number}(reader, writer):", *body))
    tree.append(block(
        "async def serve(reader, writer):",
        line("number = int(await reader.readline())"),
        line("asyncio.current_task().set_name(f'server {number}')"),
        line(f"await [{', '.join(f'server{number}' for number in range(len(talks)))}][number](reader, writer)"),
        *([line("return 'served'")] if dice.random() < 0.9 else [line("raise ValueError('served')")])))
    tree.append(block(
        "async def connect(number, client, port):",
        line(f"reader, writer = await asyncio.open_connection({LOCAL}, port{limit})"),
        line("writer.write(b'%d\\n' % number)"),
        line("await client(reader, writer)")))
    clients = [f"connect({number}, client{number}, port)" for number in range(len(talks))]
    if dice.random() < 0.5:
        asks = [line(f"await asyncio.create_task({client}, name='client {number}')")
                for number, client in enumerate(clients)]
    else:
        asks = [block("async with asyncio.TaskGroup() as group:",
                      *(line(f"group.create_task({client}, name='client {number}')")
                        for number, client in enumerate(clients)))]
    serving = [
        line("port = server.sockets[0].getsockname()[1]"),
        *asks,
        *([line("say(server.is_serving(), len(server.sockets))")] if dice.random() < 0.5 else []),
        line("server.close()"),
        *([line("server.close_clients()")] if dice.random() < 0.2 else []),
        line("await server.wait_closed()"),
        line("say(server.is_serving(), server.sockets)"),
    ]
    start = f"server = await asyncio.start_server(serve, {LOCAL}, 0{limit})"
    inside = [block("async with server:", *serving)] if dice.random() < 0.3 else serving
    tree.append(block("async def main():", line(start), *inside))
    factory = dice.choice(["none", "none", "none", "eager", "named"])
    tree.append(line(f"run(main, factory={factory!r})"))
    return tree
