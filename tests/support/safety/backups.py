"""A backup as a SQLite file of its own, whatever database the program is on."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, MetaData, Table, create_engine, select
from sqlalchemy.pool import NullPool

from pb.database import db


def backup(file: Path) -> Path:
    """Every row of every table as it is now."""
    with create_engine(f"sqlite:///{file}", poolclass=NullPool).begin() as out:
        for table in db.metadata.sorted_tables:
            plain = Table(table.name, MetaData(), *(Column(each.name, each.type) for each in table.columns))
            plain.create(out)
            if rows := [dict(row) for row in db.session.execute(select(table)).mappings()]:
                out.execute(plain.insert(), rows)
    db.session.rollback()
    return file
