"""Whether trust holds, in figures: python -m tests.bench.trust [--full] [part of a name …]

One row each: tamperings tried, found, and named in docs/safety.md as what cannot be told; guesses at the same moment;
the record; casting with marks and without; acts of the state machine. What must not be (a tampering that is neither
found nor named, a guess too many) is said below its table, and the exit status is 1. Without --full there are 200
tamperings at random and 3,000 acts; with it 1,000 and 100,000, and longer blocks of votes.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import trust_casting, trust_guesses, trust_machine, trust_record, trust_tamperings
from tests.support import postgres, run

#: Each prints its table of both databases (the state machine: of SQLite in memory) and gives back what must not be.
PARTS: dict[str, Callable[[trust_record.Databases, bool], list[str]]] = {
    "tamperings": trust_tamperings.table,
    "guesses": trust_guesses.table,
    "record": trust_record.table,
    "casting": trust_casting.table,
    "machine": trust_machine.table,
}


@contextmanager
def _databases() -> Iterator[trust_record.Databases]:
    """Fresh, empty databases by name: SQLite, then PostgreSQL. A private server runs until the end."""
    with tempfile.TemporaryDirectory() as folder, postgres.server() as cluster:
        made: list[str] = []

        def fresh() -> Iterator[tuple[str, str, Path]]:
            for name in ("SQLite", "PostgreSQL"):
                made.append(name)
                place = Path(folder) / str(len(made))
                place.mkdir()
                if name == "PostgreSQL":
                    cluster.make(f"pb{len(made)}")
                yield name, cluster.url(f"pb{len(made)}") if name != "SQLite" else f"sqlite:///{place}/pb.sqlite", place

        yield fresh


def main(asked: list[str]) -> int:
    """Print the tables; 1 if something is as it must not be."""
    full, names = "--full" in asked, [each for each in asked if each != "--full"]
    wrong: list[str] = []
    run.begin()
    try:
        with _databases() as databases:
            for name, table in PARTS.items():
                if not names or any(part in name for part in names):
                    print(flush=True)
                    found = table(databases, full)
                    print(*(f"NOT AS IT MUST BE: {each}" for each in found), sep="\n", end="", flush=True)
                    wrong += found
    finally:
        run.end()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
