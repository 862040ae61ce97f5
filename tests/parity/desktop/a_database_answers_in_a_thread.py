"""sqlite3 in a thread of its own, as aiosqlite has it, and in the loop's."""

import asyncio
import sqlite3
import tempfile
from pathlib import Path


def fill(path):
    with sqlite3.connect(path) as database:
        database.execute("create table tasks (name text primary key, seconds real)")
        database.executemany("insert into tasks values (?, ?)", [("a", 0.5), ("b", 1.25), ("ş", None)])
        return database.total_changes


def read(path, query, *values):
    with sqlite3.connect(path) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(query, values)]


async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tasks.db")
        print(await asyncio.to_thread(fill, path))
        reads = (asyncio.to_thread(read, path, "select * from tasks where seconds > ?", limit) for limit in (0, 1))
        for rows in await asyncio.gather(*reads):
            print(rows)
        print(read(path, "select name from tasks where seconds is null"))

    database = sqlite3.connect(":memory:")
    try:
        await asyncio.to_thread(database.execute, "select 1")
    except sqlite3.ProgrammingError as error:
        print(str(error).partition(".")[0])
    database.create_function("half", 1, lambda number: number / 2)
    print(database.execute("select half(5), sqlite_version() > '3'").fetchone())
    try:
        database.execute("select nothing")
    except sqlite3.OperationalError as error:
        print(error, error.sqlite_errorname)
    database.close()


asyncio.run(main())
