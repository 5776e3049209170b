"""An empty database beside the keys of a vote is neither given tables nor blessed: the votes are elsewhere."""

from __future__ import annotations

import shutil

import pytest
from flask_migrate import stamp
from sqlalchemy import inspect

from pb import anchor
from pb.database import db
from tests.support import databases
from tests.support.program import program


@pytest.fixture
def empty(app, make, database, tmp_path):
    """A database with nothing in it, and the keys of one that has a record."""
    stamp()
    make.cards(make.voting_round(), 1)
    shutil.copytree(app.config["KEYS_DIR"], tmp_path / "another" / "keys")
    db.session.remove()
    kind = database.partition(":")[0].partition("+")[0]
    with (
        databases.bare(kind, tmp_path / "another") as url,
        program(url, tmp_path / "another") as there,
        there.app_context(),
    ):
        yield there


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=list(arguments))


@pytest.mark.both_databases
def test_an_upgrade_makes_no_tables_where_the_anchor_knows_a_record(empty):
    lines = anchor.stored().position
    said = run(empty, "db", "upgrade")
    assert said.exit_code == 1 and f"KEYS_DIR is of a record with {lines} lines" in said.output
    assert "restore FILE" in said.output and not inspect(db.engine).get_table_names()
    anchor.file().unlink()  # the first time of all
    assert run(empty, "db", "upgrade").exit_code == 0 and inspect(db.engine).get_table_names()


@pytest.mark.both_databases
def test_no_anchor_is_set_to_an_empty_record(empty):
    noted = anchor.file().read_text()
    anchor.file().unlink()
    assert run(empty, "db", "upgrade").exit_code == 0
    anchor.file().write_text(noted)
    said = run(empty, "record", "set-anchor", "--yes")
    assert said.exit_code == 1 and "Nothing has been changed. Is DATABASE_URL right?" in said.output
    assert anchor.file().read_text() == noted
