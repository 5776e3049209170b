"""Whatever word of a guard, an index or a table is changed, quoted or taken away: the comparison of the schema tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from pb import schema, schema_sqlite
from pb.database import db, is_engine_of_sqlite
from pb.guards import all_guards
from pb.schema_parts import parts_by_name

WORD = re.compile(r"'(?:[^']|'')*'|\w+|[^\w\s']+")


def changed(sql: str) -> Iterator[str]:
    """``sql`` with one word otherwise, in each way."""
    for found in WORD.finditer(sql):
        word, before, after = found[0], sql[: found.start()], sql[found.end() :]
        yield before + after
        yield before + f"-- {word}\n" + after
        if word.startswith("'"):
            yield before + (f"'x{word[1:]}" if word == word.swapcase() else word.swapcase()) + after
            yield before + f"' {word[1:]}" + after
        elif word[0].isalnum() or word[0] == "_":
            yield before + f'"{word}"' + after


def parts(row: tuple[str, str, str, str]) -> dict:
    return parts_by_name(schema_sqlite.parts_of(*row))


def test_each_word_of_each_statement_matters_on_sqlite(app):
    """Three changes mean nothing and are not told: the table's own name in quotes, as SQLite writes it after a renaming;
    no comma before CONSTRAINT, as a rule of the table may stand beside its last column; the name of a foreign key.
    """
    tried = 0
    for kind, name, table, sql in schema_sqlite.made(db.metadata):
        expected = parts((kind, name, table, sql))
        allowed = {sql.replace(f"CREATE TABLE {name} ", f'CREATE TABLE "{name}" ', 1)}
        allowed |= {sql[: comma.start()] + sql[comma.end() :] for comma in re.finditer(r",(?=\s+CONSTRAINT )", sql)}
        allowed |= {
            sql[: key.start()] + f'"{key[0]}"' + sql[key.end() :]
            for key in re.finditer(r"(?<=CONSTRAINT )\w+(?= FOREIGN)", sql)
        }
        for other in changed(sql):
            tried += 1
            assert other in allowed or parts((kind, name, table, other)) != expected, other
    assert tried > 10_000


def test_the_names_of_sqlite_and_alembic_are_no_way_past_the_comparison():
    trigger = "CREATE TRIGGER x BEFORE INSERT ON choice BEGIN SELECT 1; END"
    for name in ("alembic_version", "sqlite_stat1", "sqlite_stat4"):
        assert parts(("table", name, name, trigger))
    assert parts(("trigger", "sqlite_autoindex_choice_1", "choice", None))  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_null_in_quotes_is_told_of_in_every_guard(app):
    ours = [each for each in all_guards() if re.search(r"\bNULL\b", each.condition)]
    with db.engine.begin() as connection:
        if not is_engine_of_sqlite(connection):
            connection.exec_driver_sql("SET check_function_bodies = off")
        for guard in ours:
            statement = getattr(guard, connection.dialect.name)()[0]
            if is_engine_of_sqlite(connection):
                connection.exec_driver_sql(f"DROP TRIGGER {guard.name}")
            statement = statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
            statement = re.sub(r"\bNULL\b", '"NULL"', statement)
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
    said = {each.name for each in schema.differences(db.session.connection()) if each.how == "changed"}
    assert len(ours) > 20 and said == {guard.name for guard in ours}


@pytest.mark.both_databases
def test_an_index_with_the_name_of_alembics_own_is_told_of(migrated):
    with migrated.app_context():
        if is_engine_of_sqlite(db.engine):
            statements = ["DROP TABLE alembic_version", "CREATE TABLE alembic_version (version_num TEXT)"]
            expected = {"column alembic_version.version_num (changed)"}
        else:
            statements = [
                "ALTER TABLE alembic_version DROP CONSTRAINT alembic_version_pkc",
                "CREATE INDEX alembic_version_pkc ON voting_right ((1 / (CASE card_number WHEN 5 THEN 0 ELSE 1 END)))",
            ]
            expected = {"index alembic_version_pkc (changed)"}
        for statement in statements:
            db.session.execute(text(statement))
        db.session.commit()
        assert expected <= set(map(str, schema.differences(db.session.connection())))
