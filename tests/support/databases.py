"""A fresh database for each test: a copy of one that was made once in this run from the models."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import postgres, run
from tests.support.program import program

TEMPLATE = "pb_template"


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new, empty database of ``kind`` (sqlite or postgresql); its file, if it has one, is in
    ``folder``.
    """
    with {"sqlite": _sqlite, "postgresql": _postgresql}[kind](folder) as url:
        yield url


@contextmanager
def bare(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new database without any tables, for the migrations."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bare.sqlite'}"
        return
    cluster, name = postgres.shared(), f"bare_{secrets.token_hex(6)}"
    cluster.make(name)
    yield cluster.url(name)
    cluster.drop(name)


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    with run.alone("template.sqlite") as template:
        if not template.exists():
            half = template.with_suffix(".half")
            _make_tables(f"sqlite:///{half}")
            half.rename(template)
    file = folder / "pb.sqlite"
    shutil.copyfile(template, file)
    yield f"sqlite:///{file}"


@contextmanager
def _postgresql(_folder: Path) -> Iterator[str]:
    cluster = postgres.shared()
    with run.alone("template.postgresql") as made:
        if not made.exists():
            cluster.make(TEMPLATE)
            _make_tables(cluster.url(TEMPLATE))
            made.touch()
    name = f"pb_{secrets.token_hex(6)}"
    cluster.make(name, like=TEMPLATE)
    yield cluster.url(name)
    cluster.drop(name)


def _make_tables(url: str) -> None:
    from pb.database import db

    with program(url, run.folder()) as app, app.app_context():
        db.create_all()
