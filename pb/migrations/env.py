"""Alembic's way into the program: the same engine, the same models.

On SQLite foreign keys are off while tables are rebuilt (a batch operation copies a table and drops the old one) and
checked afterwards; with them on, a downgrade fails half-way and leaves a temporary table behind.
"""

from __future__ import annotations

from alembic import context
from flask import current_app

from pb.database import UTCTime, db


def in_plain_types(kind: str, thing: object, _context: object) -> str | bool:
    """A migration is history: it names the column type of the database, not a class that may change."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UTCTime) else False


def run_migrations() -> None:
    """Bring the database that the program uses to the asked-for version, in one transaction."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
        context.configure(connection=connection, target_metadata=db.metadata, render_item=in_plain_types, **options)
        with context.begin_transaction():
            context.run_migrations()
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"rows without their parent after the migration: {broken[:5]}")
            connection.commit()
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.commit()


run_migrations()
