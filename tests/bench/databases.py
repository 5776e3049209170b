"""Fresh, empty databases to measure: on the disk where temporary files lie, not in memory as those of tests."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from tests.support import postgres, run

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def databases(asked: Collection[str] = ()) -> Iterator[tuple[str, str, Path]]:
    """Name, address and folder of one database of each kind, or of those ``asked`` for; gone at the end."""
    is_ours = not run.goes_on()
    if is_ours:
        os.environ.setdefault("TMPDIR", tempfile.gettempdir())
        run.begin()
    try:
        if not asked or "sqlite" in asked:
            with tempfile.TemporaryDirectory() as folder:
                yield NAMES["sqlite"], f"sqlite:///{folder}/pb.sqlite", Path(folder)
        if not asked or "postgresql" in asked:
            with tempfile.TemporaryDirectory() as folder, postgres.server() as cluster:
                cluster.make("pb")
                yield NAMES["postgresql"], cluster.url("pb"), Path(folder)
    finally:
        if is_ours:
            run.end()
