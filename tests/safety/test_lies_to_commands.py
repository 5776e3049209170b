"""Somebody with the database alone lies to the commands of an operator, who does what they say: what each blesses is
told first, and nothing good is lost. (Keys: ``test_lies_about_keys.py``.)
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from pb import anchor
from pb.database import db
from pb.people import actions as people
from pb.record import queries as record
from pb.serving import require_ready
from tests.support.make import Make
from tests.support.safety.backups import backup
from tests.support.safety.lies import an_act, change, faults_of_check, told
from tests.support.safety.whole_programme import a_whole_programme
from tests.support.sources import TOP

pytestmark = pytest.mark.both_databases

#: From these versions on nothing but guards is made: they are there already, or whoever lies has taken them off (SQLite).
MAKE_ONLY_GUARDS = {
    "0085_quick_guards",
    "0051_own_appeal",
    "0052_choices_at_the_opening",
    "0064_votes_sent_by_kiosks",
    "0074_what_a_session_is_given",
    "0078_second_persons",
    "0086_proposals_end",
    "0109_tablet_checks",
    "0110_published_once",
    "0127_paper_checks",
    "0149_who_ruled_does_not_look",
    "0167_post",
    "0181_text_translations",
    "0182_translations_are_checked",
}


def everything() -> dict[str, str]:
    """A hash of the rows of each table, whatever order they lie in."""
    with db.engine.connect() as connection:
        tables = [name for name in inspect(db.engine).get_table_names() if name != "alembic_version"]
        rows = {name: connection.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in tables}
    return {name: hashlib.sha256(repr(sorted(map(repr, found))).encode()).hexdigest() for name, found in rows.items()}


def test_an_upgrade_of_tables_that_only_look_old_changes_no_row(migrated):
    a_whole_programme(Make(migrated))
    require_ready()
    before = everything()
    versions = [each.revision for each in ScriptDirectory(str(TOP / "pb" / "migrations")).walk_revisions()]
    for version in [*versions[1:], "none"]:
        db.session.remove()
        change(migrated, f"UPDATE alembic_version SET version_num = '{version}'", starts_again=False)
        if version == "none":
            change(migrated, "DELETE FROM alembic_version", starts_again=False)
        broken = pytest.raises(
            Exception, match="already exists|does not exist|no such|duplicate|No row|ircular|No such"
        )
        with suppress(DBAPIError) if version in MAKE_ONLY_GUARDS else broken:
            upgrade()
        assert everything() == before, version
    db.session.remove()
    change(migrated, "INSERT INTO alembic_version (version_num) VALUES ('9999_new')", starts_again=False)
    assert "of a newer version" in faults_of_check("tables")
    assert migrated.test_cli_runner().invoke(args=["db", "stamp", "--purge", "head"]).exit_code == 0
    assert not faults_of_check("tables") and everything() == before


def test_what_setting_the_anchor_would_bless_is_said_first_and_stands_in_the_record(app, make):
    people.prove_sign_in(people.begin_sign_in(make.account(), device="phone", browser="Firefox"))
    for _ in range(2):
        an_act()
    run, before = app.test_cli_runner().invoke, anchor.stored()
    agrees = run(args=["record", "set-anchor", "--yes"])
    assert agrees.exit_code == 0 and "Nothing has been changed" in agrees.output and anchor.stored() == before
    change(
        app,
        "DELETE FROM sign_in",
        "DELETE FROM mark_total WHERE table_name = 'sign_in'",
        f"DELETE FROM record_line WHERE position = {before.position}",
    )
    refused = run(args=["record", "set-anchor"], input="n\n")
    assert refused.exit_code == 1 and anchor.stored() == before
    said = " ".join(refused.output.split())
    assert "The total of the table sign_in is missing" in said and f"line {before.position} was written before" in said
    assert "somebody removed rows: restore the newest backup instead" in said
    assert said.count("Restore the newest backup") == 1, "what to do is said once"
    assert run(args=["record", "set-anchor", "--yes"]).exit_code == 0
    assert record.lines_of()[0].facts["older"] == "sign_in"


def test_tables_that_are_older_in_an_older_copy_are_one_line_and_what_to_do_is_another(app, make):
    for _ in range(2):
        people.prove_sign_in(people.begin_sign_in(make.account(), device="phone", browser="Firefox"))
        an_act()
    anchor.file().write_text(json.dumps({**asdict(anchor.stored()), "stamp": 99, "position": 9}))
    before, stamped = anchor.stored(), sorted(anchor.stored().stamped)
    said = app.test_cli_runner().invoke(args=["record", "set-anchor"], input="n\n").output.splitlines()
    assert len(stamped) > 2 and anchor.stored() == before
    assert said[0].startswith("This database is an older copy: ") and said[2].startswith(
        "Only if this database is the right"
    )
    assert said[1] == f"Older too in this copy, so what changed in them since is missing: {', '.join(stamped)}."
    verified = app.test_cli_runner().invoke(args=["record", "verify"]).output.splitlines()
    assert len(verified) == 2 and ", ".join(stamped) in verified[1]


def test_a_backup_that_has_the_forgery_too_sends_nobody_to_a_newer_one(app, make, tmp_path):
    round_id = make.voting_round().id
    before = backup(tmp_path / "before.db")
    change(app, f"UPDATE round SET grace_minutes = grace_minutes + 17 WHERE id = {round_id}")
    after = backup(tmp_path / "after.db")
    run = app.test_cli_runner().invoke
    refused = run(args=["record", "put-rows-back", str(after)])
    assert refused.exit_code == 1 and "damaged in this backup too: round. It was made too late" in refused.output
    assert run(args=["record", "put-rows-back", str(before)]).exit_code == 0 and told() == []


@pytest.mark.parametrize(
    "args",
    [
        ["people", "password", "morag", "--password", "a long enough password"],
        ["people", "new-codes", "morag"],
        ["voting", "cancel-card", "1", "1", "--reason", "Stolen."],
        ["voting", "restore-key", "1"],
        ["voting", "cards", "1", "--number", "1", "--address", "https://vote.example.org", "--csv", "cards.csv"],
    ],
    ids=lambda args: " ".join(args[:2]),
)
def test_a_command_about_a_row_that_was_changed_does_nothing_and_says_so(app, make, tmp_path, monkeypatch, args):
    monkeypatch.chdir(tmp_path)
    make.account(sign_in_name="morag")
    make.cards(make.voting_round(), 1)
    change(
        app,
        "UPDATE account SET name = 'Mallory'",
        "UPDATE round SET grace_minutes = grace_minutes + 17",
        "UPDATE voting_right SET card_number = 7",
    )
    lines = record.length()
    answer = app.test_cli_runner().invoke(args=args)
    assert answer.exit_code == 1 and "was changed outside this website" in answer.output
    assert isinstance(answer.exception, SystemExit) and "put-rows-back" in answer.output
    assert record.length() == lines and not list(tmp_path.glob("*.csv"))
