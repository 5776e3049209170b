"""A start that doubts its database (an older copy, a record that somebody wrote) makes no key and destroys none."""

from __future__ import annotations

import pytest

from pb import anchor
from pb.database import db
from pb.rounds.models import Round
from pb.voting.actions import issue_cards
from pb.web.access import Actor, Role
from tests.support.safety import tampering


@pytest.mark.both_databases
def test_a_doubtful_start_neither_makes_nor_destroys_a_key_until_somebody_has_said_what_is_right(app, make, served):
    run, folder = app.test_cli_runner().invoke, app.config["KEYS_DIR"]
    first, cards = make.published(make.voting_round(projects=3), (1, 2)).id, make.voting_round().id
    assert run(args=["serve"]).exit_code == 0
    issue_cards(Actor(None, Role.COMMAND), db.session.get(Round, cards), 1)
    never_started = f"desk-{make.voting_round().id}.key"
    (folder / f"desk-{first}.key").write_text("ab" * 32)  # a copy of the folder was put back
    before = {file.name: file.read_bytes() for file in folder.glob("*.key")}
    assert f"desk-{first}.key" in before and never_started not in before
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM record_line WHERE position = {anchor.stored().position}")
    answer = run(args=["serve"])
    assert answer.exit_code == 78 and "set-anchor" in answer.output and served == ["wsgi:app"]
    assert {file.name: file.read_bytes() for file in folder.glob("*.key")} == before
    assert run(args=["record", "set-anchor", "--yes"]).exit_code == 0 and run(args=["serve"]).exit_code == 0
    there = {file.name for file in folder.glob("*.key")}
    assert f"desk-{first}.key" not in there and never_started in there and len(served) == 2
