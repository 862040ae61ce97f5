"""aiosqlite: a database in a thread of its own."""

import asyncio
import sqlite3

import aiosqlite


async def main():
    async with aiosqlite.connect(":memory:") as database:
        await database.execute("CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT UNIQUE)")
        await database.executemany("INSERT INTO words (word) VALUES (?)", [("one",), ("two",), ("three",)])
        await database.commit()
        print(database.total_changes)
        async with database.execute("SELECT id, word FROM words ORDER BY word") as cursor:
            print([description[0] for description in cursor.description])
            async for row in cursor:
                print(row)
        database.row_factory = aiosqlite.Row
        async with database.execute("SELECT word FROM words WHERE id = ?", (2,)) as cursor:
            print((await cursor.fetchone())["word"])
        cursor = await database.execute("INSERT INTO words (word) VALUES (:word)", {"word": "four"})
        print(cursor.lastrowid, cursor.rowcount)
        await database.rollback()
        print(len(await database.execute_fetchall("SELECT * FROM words")))
        try:
            await database.execute("INSERT INTO words (word) VALUES ('one')")
        except sqlite3.IntegrityError as error:
            print(type(error).__name__, error)
        await database.create_function("backwards", 1, lambda word: word[::-1])
        rows = await asyncio.gather(
            *(database.execute_fetchall("SELECT backwards(?)", (word,)) for word in ("abc", "def"))
        )
        print([row[0][0] for row in rows])


asyncio.run(main())
