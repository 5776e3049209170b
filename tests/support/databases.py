"""A fresh database for each test: a copy of one that was made once in this run from the models."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import postgres, run
from tests.support.program import program

TEMPLATE, MIGRATED = "pb_template", "pb_migrated"


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
def brought_up(kind: str, folder: Path, home: Path) -> Iterator[str]:
    """The address of a new database that the migrations made: they run once in this run, and what they made is copied.
    A file lies in ``folder``, and the keys that the program made meanwhile in its ``home``.
    """
    with run.alone(f"migrated.{kind}") as kept:
        if not kept.exists():
            half = kept.with_name(f"{kept.name}.half")
            half.mkdir()
            _migrate(kind, half)
            half.rename(kept)
    if (kept / "keys").exists():
        shutil.copytree(kept / "keys", home / "keys", dirs_exist_ok=True)
    if kind == "sqlite":
        shutil.copyfile(kept / "bare.sqlite", folder / "bare.sqlite")
        yield f"sqlite:///{folder / 'bare.sqlite'}"
        return
    cluster, name = postgres.shared(), f"migrated_{secrets.token_hex(6)}"
    cluster.make(name, like=MIGRATED)
    yield cluster.url(name)
    cluster.drop(name)


def _migrate(kind: str, folder: Path) -> None:
    from flask_migrate import upgrade

    url = f"sqlite:///{folder / 'bare.sqlite'}"
    if kind != "sqlite":
        postgres.shared().make(MIGRATED)
        url = postgres.shared().url(MIGRATED)
    with program(url, folder) as app, app.app_context():
        upgrade()


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
