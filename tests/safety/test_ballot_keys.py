"""The ballot key: losing its folder does not lose the vote, stealing the database does not open it."""

from __future__ import annotations

import shutil

import pytest

from pb import clock
from pb.database import db
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.actions.erasure import finish_erasing, remember_to_erase
from pb.web.access import Actor, Role
from tests.support.ballots import choices_of
from tests.support.safety.racing import open_the_box

COMMAND = Actor(None, Role.COMMAND)


def opens_with(round_, mnemonics) -> int:
    from datetime import timedelta

    with clock.moved(round_.post_closes_at + timedelta(hours=1)):
        return actions.decrypt_ballot_box(COMMAND, db.session.get(Round, round_.id), mnemonics)


@pytest.mark.both_databases
def test_a_stolen_database_without_the_key_folder_opens_nothing(app, make):
    round_ = make.voting_round()
    make.cast(round_, (1,), (2, 3))
    shutil.rmtree(app.config["KEYS_DIR"])
    with pytest.raises(Refusal, match="not in the key folder"):
        open_the_box(round_)
    assert queries.envelopes_in(round_.id) == 2 and choices_of(round_.id) == []


def test_the_recovery_sheet_opens_the_box_when_the_folder_was_lost(app, make):
    round_ = make.voting_round()
    sheet = make.sheets
    make.cast(round_, (1,), (2, 3))
    (app.config["KEYS_DIR"] / f"round-{round_.id}.key").unlink()
    actions.restore_ballot_key(COMMAND, round_, [sheet[0].upper().replace(" ", "\n ")])
    assert open_the_box(round_) == 2
    assert choices_of(round_.id) == [1, 2, 3]


@pytest.mark.parametrize("holders", [(0, 1), (1, 2), (2, 0)])
def test_any_two_of_three_share_sheets_open_the_box(make, holders):
    round_ = make.voting_round(key_custody="shares")
    sheets = make.sheets
    make.cast(round_, (1,))
    assert opens_with(round_, [sheets[n] for n in holders]) == 1


def test_one_share_sheet_or_the_same_one_twice_opens_nothing(app, make):
    round_ = make.voting_round(key_custody="shares")
    sheets = make.sheets
    make.cast(round_, (1,))
    assert not list(app.config["KEYS_DIR"].glob("round-*.key")), "with shares the key lies in no folder"
    for words in (
        [sheets[0]],
        [sheets[0], sheets[0]],
        [sheets[0], sheets[1].replace(sheets[1].split()[5], "academic")],
    ):
        with pytest.raises(Refusal, match="do not open the ballot box"):
            opens_with(round_, words)
    assert queries.envelopes_in(round_.id) == 1


def test_another_rounds_sheet_is_refused(make):
    make.voting_round()
    others = make.sheets
    round_ = make.voting_round()
    make.cast(round_, (1,))
    with pytest.raises(Refusal, match="another round’s ballot box"):
        opens_with(round_, others)


@pytest.mark.both_databases
def left_in(folder) -> set[str]:
    """The files that are still in the folder, but for the anchor: it holds no key."""
    return {file.name for file in folder.iterdir() if not file.name.startswith("anchor")}


def test_after_the_opening_the_key_is_gone(app, make):
    round_ = make.voting_round()
    make.cast(round_, (1,))
    assert (app.config["KEYS_DIR"] / f"round-{round_.id}.key").exists()
    open_the_box(round_)
    assert left_in(app.config["KEYS_DIR"]) == {"codes.key", "marks.key"}


def test_a_program_that_was_killed_after_the_opening_erases_at_its_next_start(app, make, monkeypatch):
    round_ = make.voting_round()
    make.cast(round_, (1,))
    monkeypatch.setattr("pb.voting.actions.box_opening.erase_traces", lambda round_id: None)  # killed here
    open_the_box(round_)
    keys = app.config["KEYS_DIR"]
    assert (keys / f"round-{round_.id}.key").exists()
    finish_erasing()
    assert left_in(keys) == {"codes.key", "marks.key"}


def test_an_opening_that_never_came_to_its_end_keeps_the_key(app, make):
    round_ = make.voting_round()
    make.cast(round_, (1,))
    remember_to_erase(round_.id)
    finish_erasing()
    assert open_the_box(round_) == 1
