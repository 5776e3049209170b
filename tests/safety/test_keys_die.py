"""A round's key dies for good: its bytes are written over, and nothing brings it back after the opening."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from pb.database import db
from pb.dead_keys import destroy_dead_keys
from pb.keystore import load_key
from pb.programme.actions.freezing import print_sheet_again
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.shredding import destroy
from pb.voting import actions
from pb.voting.queries import key_destruction_of
from pb.web.access import Actor, Role
from tests.support.safety.racing import open_the_box

COMMAND = Actor(None, Role.COMMAND)


@pytest.fixture
def opened(app, make, tmp_path):
    """A round whose box was opened after its keys had been copied to "a stick"; its id."""
    round_ = make.voting_round()
    make.cast(round_, (1,), (2, 3))
    shutil.copytree(app.config["KEYS_DIR"], tmp_path / "stick")
    open_the_box(round_)
    return round_.id


def key_file(app, round_id: int):
    return app.config["KEYS_DIR"] / f"round-{round_id}.key"


def put_back(app, tmp_path) -> None:
    """Somebody copies the stick into the key folder."""
    shutil.copytree(tmp_path / "stick", app.config["KEYS_DIR"], dirs_exist_ok=True)


@pytest.mark.both_databases
def test_the_old_bytes_of_a_key_are_gone_from_its_place_on_the_disk(app, make, tmp_path):
    round_ = make.voting_round()
    make.cast(round_, (1,))
    file = key_file(app, round_.id)
    shutil.copy(file, file.with_suffix(".new"))  # as a program leaves it that is killed while it writes
    key = file.read_bytes()
    for suffix in (".key", ".new"):  # a second name of the same place: it shows what lies there after the unlink
        os.link(file.with_suffix(suffix), tmp_path / f"watched{suffix}")
    open_the_box(round_)
    assert not file.exists() and not file.with_suffix(".new").exists()
    for suffix in (".key", ".new"):
        left = (tmp_path / f"watched{suffix}").read_bytes()
        assert len(left) == len(key) and left != key and key.strip() not in left
        assert sum(one == other for one, other in zip(left, key, strict=True)) < len(key) // 2


def test_the_bytes_are_synced_before_the_name_goes_and_the_folder_after(tmp_path, monkeypatch):
    file, order = tmp_path / "a.key", []
    file.write_text("secret")
    sync, remove = os.fsync, os.unlink

    def synced(descriptor: int) -> None:
        at = os.readlink(f"/proc/self/fd/{descriptor}")
        order.append(("sync", os.path.basename(at), file.exists() and file.read_bytes() != b"secret"))
        sync(descriptor)

    def removed(path, **how) -> None:
        order.append(("remove", os.path.basename(path), True))
        remove(path, **how)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "unlink", removed)
    assert destroy(file) and not destroy(file)
    assert order == [("sync", "a.key", True), ("remove", "a.key", True), ("sync", tmp_path.name, False)]


def test_a_key_that_takes_the_place_of_another_leaves_no_bytes_of_it(app, make, tmp_path):
    round_ = make.voting_round()
    sheet, file = make.sheets, key_file(app, round_.id)
    key = file.read_bytes()
    os.link(file, tmp_path / "watched")
    actions.restore_ballot_key(COMMAND, round_, sheet)
    assert file.read_bytes() == key and (tmp_path / "watched").read_bytes() != key
    assert {each.suffix for each in file.parent.glob("round-*")} == {".key"}


@pytest.mark.both_databases
@pytest.mark.parametrize("how", ["a start", "the command"])
def test_a_key_that_was_put_back_after_the_opening_is_destroyed_again(app, opened, make, tmp_path, served, how):
    waiting = make.voting_round().id
    put_back(app, tmp_path)
    os.link(key_file(app, opened), tmp_path / "watched")
    key = (tmp_path / "watched").read_bytes()
    answer = app.test_cli_runner().invoke(args=["serve"] if how == "a start" else ["voting", "forget-keys"])
    assert answer.exit_code == 0, answer.output
    assert not key_file(app, opened).exists() and (tmp_path / "watched").read_bytes() != key
    assert key_file(app, waiting).exists(), "the key of a box that is shut stays"


def test_restoring_another_rounds_key_destroys_the_dead_one_that_came_back_too(app, opened, make, tmp_path):
    waiting = make.voting_round()
    sheet = make.sheets
    put_back(app, tmp_path)
    actions.restore_ballot_key(COMMAND, waiting, sheet)
    assert [file.name for file in app.config["KEYS_DIR"].glob("round-*")] == [f"round-{waiting.id}.key"]


@pytest.mark.both_databases
def test_after_the_opening_no_act_brings_a_key_back(app, make, tmp_path):
    round_ = make.voting_round()
    sheet = make.sheets
    make.cast(round_, (1,))
    shutil.copytree(app.config["KEYS_DIR"], tmp_path / "stick")
    open_the_box(round_)
    round_ = db.session.get(Round, round_.id)
    with pytest.raises(Refusal, match="must not come back"):
        actions.restore_ballot_key(COMMAND, round_, sheet)
    with pytest.raises(Refusal, match="must not come back"):
        actions.keep_ballot_key(round_, actions.make_ballot_key(round_)[0])
    assert not list(app.config["KEYS_DIR"].glob("round-*"))
    put_back(app, tmp_path)
    with pytest.raises(Refusal, match="must not come back"):
        print_sheet_again(make.actor(Role.COORDINATOR), round_)


def test_the_command_refuses_after_the_opening_before_anybody_types_the_words(app, make):
    round_ = make.voting_round()
    sheet = make.sheets
    make.cast(round_, (1,))
    open_the_box(round_)
    answer = app.test_cli_runner().invoke(args=["voting", "restore-key", str(round_.id)], input=sheet[0] + "\n")
    assert answer.exit_code == 1 and "must not come back" in answer.output and "The words" not in answer.output
    assert not key_file(app, round_.id).exists()


def test_a_key_that_was_cut_short_asks_for_the_recovery_sheet(app, make):
    round_ = make.voting_round()
    make.cast(round_, (1,))
    key_file(app, round_.id).write_bytes(bytes(range(100, 165)))
    with pytest.raises(Refusal, match="not in the key folder"):
        open_the_box(round_)


@pytest.mark.both_databases
def test_two_different_people_say_that_the_copies_are_destroyed(make, opened):
    round_ = db.session.get(Round, opened)
    one, two = make.actor(Role.COUNTER), make.actor(Role.STEERING)
    with pytest.raises(Refusal, match="Nobody has said yet"):
        actions.confirm_key_copies_destroyed(two, round_)
    actions.report_key_copies_destroyed(one, round_)
    with pytest.raises(Refusal, match="has just said"):
        actions.report_key_copies_destroyed(two, round_)
    with pytest.raises(Refusal, match="someone else must confirm"):
        actions.confirm_key_copies_destroyed(one, round_)
    same = text("UPDATE key_destruction SET agreed_by = reported_by, agreed_at = reported_at")
    with pytest.raises(IntegrityError, match="two_people_see_it"), db.engine.begin() as connection:
        connection.execute(same)
    actions.confirm_key_copies_destroyed(two, round_)
    with pytest.raises(Refusal, match="already said"):
        actions.confirm_key_copies_destroyed(make.actor(Role.COORDINATOR), round_)
    row = key_destruction_of(opened)
    assert (row.reported_by, row.agreed_by) == (one.account_id, two.account_id)
    said = select(RecordLine.act, RecordLine.actor_id).where(RecordLine.act.startswith("key_copies."))
    assert list(db.session.execute(said.order_by(RecordLine.position))) == [
        ("key_copies.destroyed", one.account_id),
        ("key_copies.confirmed", two.account_id),
    ]


def test_before_the_opening_the_copies_are_still_needed(make):
    round_ = make.voting_round()
    with pytest.raises(Refusal, match="still needed"):
        actions.report_key_copies_destroyed(make.actor(Role.STEERING), round_)


def test_the_copies_are_named_on_the_checklist_and_the_dashboard_until_two_people_have_ticked(
    make, opened, clock, new_visitor
):
    clock.set(db.session.get(Round, opened).post_closes_at + timedelta(hours=2))
    here = f"/rounds/{opened}/after-close"
    one, two = (new_visitor().signed_in_as(make.account(role)) for role in (Role.COORDINATOR, Role.STEERING))
    assert "Destroy the copies of the ballot box key" in one.opens("/dashboard").main
    assert "The copies of the ballot box key must be destroyed now." in one.opens(here).main
    assert "A second person must now check this too." in one.presses("I have seen that every copy is destroyed").main
    assert "Someone else must now confirm it." in one.opens(here).main
    assert "I confirm that every copy is destroyed" not in one.page.buttons
    asked = "Check that the copies of the ballot box key are destroyed, and confirm it"
    assert asked in two.opens("/dashboard").main and "Someone else must now confirm it." in two.opens(here).main
    two.presses("I confirm that every copy is destroyed")
    assert "must now confirm it" not in two.opens(here).main and "Destroy the copies of the key" in two.page.main
    assert "copies of the ballot box key" not in one.opens("/dashboard").main


def test_the_count_does_not_wait_for_the_copies(make, opened, clock):
    clock.set(db.session.get(Round, opened).post_closes_at + timedelta(hours=2))
    assert make.signed(make.counted(db.session.get(Round, opened))) and key_destruction_of(opened) is None


def test_with_word_sheets_only_the_sheets_are_named(make, clock, new_visitor):
    round_ = make.voting_round(key_custody="shares")
    clock.set(round_.post_closes_at + timedelta(hours=2))
    page = new_visitor().signed_in_as(make.account(Role.COUNTER)).opens(f"/rounds/{round_.id}/after-close")
    assert "Every copy of the key is destroyed: the word sheets" in page.main and "memory stick" not in page.main
    assert "I have seen that every copy is destroyed" not in page.buttons


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["round-{}", "codes", "marks", "../keys/codes"])
def test_a_row_that_somebody_writes_into_the_database_has_no_other_key_destroyed(app, make, name):
    round_id = make.voting_round().id
    load_key("marks")
    keys = {file.name: file.read_text() for file in app.config["KEYS_DIR"].glob("*.key")}
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM key_fingerprint WHERE name = :name"), {"name": name.format(round_id)[:10]})
        values = {"name": name.format(round_id)[:10]}
        connection.execute(text("INSERT INTO key_fingerprint (name, fingerprint) VALUES (:name, '')"), values)
    destroy_dead_keys()
    assert {file.name: file.read_text() for file in app.config["KEYS_DIR"].glob("*.key")} == keys
