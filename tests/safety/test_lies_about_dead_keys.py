"""Somebody with the database alone lies about ballot keys and dead keys: nobody is sent to replace a good key, or to bring a
dead one back.
"""

from __future__ import annotations

import pytest

from pb import anchor, keystore
from pb.database import db
from pb.keystore import KeyIsDead, desk_key
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting import actions
from tests.support.safety.backups import backup
from tests.support.safety.lies import COMMAND, an_act, change, faults_of_check, told
from tests.support.safety.racing import open_the_box

JUNK = "ab" * 32


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "lie", ["DELETE FROM key_fingerprint", f"UPDATE key_fingerprint SET fingerprint = '{JUNK}'"], ids=["gone", "junk"]
)
def test_nobody_is_sent_to_put_the_key_of_a_published_round_back(app, make, served, lie):
    run, name = app.test_cli_runner().invoke, desk_key(make.published(make.voting_round(projects=3), (1, 2)).id)
    file = app.config["KEYS_DIR"] / f"{name}.key"
    change(app, f"{lie} WHERE name = '{name}'")
    assert not faults_of_check("keys")
    (fault,) = told()
    assert "put no copy back" in fault
    file.write_text(JUNK)  # somebody puts the copy on the stick back all the same
    assert run(args=["serve"]).exit_code == 0 and not file.exists()
    with pytest.raises(KeyIsDead):
        keystore.load_key(name)
    assert run(args=["papers", "believe-keys"]).exit_code == 0 and told() == [] and not file.exists()


@pytest.mark.both_databases
@pytest.mark.parametrize("with_its_line", [False, True])
def test_nobody_is_sent_to_bring_the_key_of_an_opened_box_back(app, make, served, with_its_line):
    run, round_ = app.test_cli_runner().invoke, make.voting_round()
    make.cast(round_, (1,))
    sheet, round_id, file = make.sheets, round_.id, app.config["KEYS_DIR"] / f"round-{round_.id}.key"
    key = file.read_text()
    open_the_box(round_)
    lies = [f"DELETE FROM record_line WHERE position = {anchor.stored().position}"] if with_its_line else []
    change(app, f"DELETE FROM box_opening WHERE round_id = {round_id}", *lies)
    answer = run(args=["voting", "restore-key", str(round_id)], input=sheet[0] + "\n")
    assert answer.exit_code == 1 and not file.exists()
    assert ("older copy" if with_its_line else "must not come back") in answer.output
    if not with_its_line:
        assert not faults_of_check("ballot keys") and "put no copy back" in faults_of_check("record")
        file.write_text(key)  # somebody puts the stick's copy back all the same
        assert run(args=["voting", "forget-keys"]).exit_code == 0 and not file.exists()


@pytest.mark.both_databases
def test_a_made_up_line_about_an_opening_has_no_sheet_shredded(app, make):
    round_ = make.voting_round()
    round_id, sheet, file = round_.id, make.sheets, app.config["KEYS_DIR"] / f"round-{round_.id}.key"
    an_act()
    key = file.read_text()
    change(
        app,
        "INSERT INTO record_line (position, at, role, act, round_id, facts, previous, hash, keyed_mark) SELECT position + 1,"
        f" at, role, 'box.opened', {round_id}, facts, hash, '{JUNK}', keyed_mark FROM record_line WHERE position = "
        f"{anchor.stored().position}",
    )
    assert app.test_cli_runner().invoke(args=["voting", "forget-keys"]).exit_code == 0 and file.read_text() == key
    file.unlink()
    answer = app.test_cli_runner().invoke(args=["voting", "restore-key", str(round_id)], input=sheet[0] + "\n")
    assert answer.exit_code == 0 and file.read_text() == key


@pytest.mark.both_databases
def test_a_changed_public_key_sends_nobody_to_replace_the_ballot_key(app, make, served, tmp_path):
    run, round_ = app.test_cli_runner().invoke, make.voting_round()
    round_id, key = round_.id, (app.config["KEYS_DIR"] / f"round-{round_.id}.key").read_bytes()
    saved = backup(tmp_path / "backup.db")
    change(app, f"UPDATE round SET public_key = '{JUNK}' WHERE id = {round_id}")
    answer = run(args=["serve"])
    assert answer.exit_code == 78 and "Leave the key in KEYS_DIR as it is" in answer.output
    assert "restore-key" not in answer.output and "put-rows-back" in answer.output
    assert run(args=["record", "put-rows-back", str(saved)]).exit_code == 0
    assert run(args=["serve"]).exit_code == 0 and told() == []
    assert (app.config["KEYS_DIR"] / f"round-{round_id}.key").read_bytes() == key


def test_a_round_that_is_frozen_twice_keeps_its_first_key_until_the_opening(app, make):
    round_ = make.voting_round()
    make.cast(round_, (1,), (2, 3))
    folder, sheet = app.config["KEYS_DIR"], make.sheets
    first = (folder / f"round-{round_.id}.key").read_bytes()
    for _ in range(2):
        actions.keep_ballot_key(round_, actions.make_ballot_key(round_)[0])
    assert (folder / f"round-{round_.id}.old").read_bytes() == first
    with pytest.raises(Refusal, match="another round"):
        open_the_box(round_)
    actions.restore_ballot_key(COMMAND, db.session.get(Round, round_.id), sheet)
    assert {file.suffix for file in folder.glob("round-*")} == {".key", ".old", ".old1", ".old2"}
    assert open_the_box(db.session.get(Round, round_.id)) == 2 and not list(folder.glob("round-*"))
