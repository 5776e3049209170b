"""A backup as a SQLite file of its own, whatever database the program is on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column, MetaData, Table, create_engine, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from pb.database import db

#: The SQL of its statements, worked out for the first backup; each file has an engine of its own.
_statements: dict[Any, Any] = {}


def backup(file: Path) -> Path:
    """Every row of every table as it is now."""
    with create_engine(f"sqlite:///{file}", poolclass=NullPool).begin() as out:
        out = out.execution_options(compiled_cache=_statements)
        for table, plain, made_by in _tables():
            out.exec_driver_sql(made_by)
            if rows := [dict(row) for row in db.session.execute(select(table)).mappings()]:
                out.execute(plain.insert(), rows)
    db.session.rollback()
    return file


def saved_again(file: Path, name: str) -> None:
    """Every row of one table as it is now, into a backup that was made before."""
    table, plain = next((table, plain) for table, plain, _made_by in _tables() if table.name == name)
    with create_engine(f"sqlite:///{file}", poolclass=NullPool).begin() as out:
        out = out.execution_options(compiled_cache=_statements)
        out.execute(plain.delete())
        if rows := [dict(row) for row in db.session.execute(select(table)).mappings()]:
            out.execute(plain.insert(), rows)
    db.session.rollback()


@cache
def _tables() -> list[tuple[Table, Table, str]]:
    """Each table of the program, the same without rules and guards, and the statement that makes that one."""
    found = []
    for table in db.metadata.sorted_tables:
        plain = Table(table.name, MetaData(), *(Column(each.name, each.type) for each in table.columns))
        found.append((table, plain, str(CreateTable(plain).compile(dialect=sqlite.dialect()))))
    return found
