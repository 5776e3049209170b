"""From the database to the outcome, one query: python -m tests.bench.counting_database

A plain SQLite file with ballots and choices as the round keeps them: 100,000 ballots × 30 projects. Processor and wall
seconds.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

from pb.counting import Election, LotDigits, Rulebook, count
from tests.bench.counting_elections import synthetic

QUERY = """SELECT ballot.id, NULL, choice.project, choice.value FROM ballot LEFT JOIN choice ON choice.ballot = ballot.id
           ORDER BY ballot.id"""


def stored(path: Path, ballots: int, projects: int):
    made, start, chosen, _, budget = synthetic(ballots, projects)
    database = sqlite3.connect(path)
    database.executescript(
        "CREATE TABLE ballot (id INTEGER PRIMARY KEY);"
        "CREATE TABLE choice (ballot INTEGER, project TEXT, value INTEGER, PRIMARY KEY (ballot, project)) WITHOUT ROWID"
    )
    rows, bounds = chosen.tolist(), start.tolist()
    database.executemany("INSERT INTO ballot VALUES (?)", ((row,) for row in range(ballots)))
    database.executemany(
        "INSERT INTO choice VALUES (?, ?, NULL)",
        ((row, str(place + 1)) for row in range(ballots) for place in rows[bounds[row] : bounds[row + 1]]),
    )
    database.commit()
    return database, made, budget


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database, projects, budget = stored(Path(folder) / "round.db", 100_000, 30)
        for rule in ("most-votes", "equal-shares", "phragmen"):
            wall, processor = time.perf_counter(), time.process_time()
            election = Election.from_rows(projects, database.execute(QUERY), "choose", budget)
            outcome = count(election, Rulebook(rule), LotDigits("bench", "12345678901234567890"))
            outcome.to_json()
            print(
                f"{rule:14} {time.process_time() - processor:6.2f} processor s {time.perf_counter() - wall:6.2f} wall s"
            )
        database.close()


if __name__ == "__main__":
    main()
