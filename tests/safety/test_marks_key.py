"""The key "marks" is lost, and comes back from paper: no vote looks forged."""

from __future__ import annotations

import pytest

from pb import keystore, marks
from pb.database import db
from pb.voting import actions


def faults(app) -> str:
    db.session.rollback()
    answer = app.test_cli_runner().invoke(args=["record", "verify"])
    return "" if answer.exit_code == 0 else answer.output


@pytest.fixture
def round_(make):
    round_ = make.voting_round()
    make.cast(round_, (1,), (2, 3), (1, 2))
    return round_


def test_the_words_of_a_sheet_bring_the_key_back_and_no_vote_looks_forged(app, make, round_):
    sheet, shared = actions.marks_sheets(), actions.marks_sheets(3)
    mine = marks.mark("x", 1)
    for words in (sheet, shared[1:]):
        (app.config["KEYS_DIR"] / "marks.key").unlink()
        keystore.forget_cached("marks")
        assert [file.name for file in keystore.lost_keys()] == ["marks.key"]
        db.session.rollback()
        run = app.test_cli_runner().invoke(
            args=["voting", "restore-marks", "--sheets", str(len(words))], input="\n".join(words) + "\n"
        )
        assert run.exit_code == 0, run.output
        assert marks.mark("x", 1) == mine and keystore.lost_keys() == [] and faults(app) == ""


def test_words_of_another_key_are_refused(app, make, round_):
    from pb.voting.rules import ballot_keys

    run = app.test_cli_runner().invoke(args=["voting", "restore-marks"], input=ballot_keys.sheets(12345)[0] + "\n")
    assert run.exit_code == 1 and "another programme" in run.output and faults(app) == ""


def test_words_that_are_no_key_are_refused_and_say_what_to_check(app, make, round_):
    sheet = actions.marks_sheets()[0].split()
    typed = " ".join([*sheet[:5], "academic" if sheet[5] != "academic" else "acid", *sheet[6:]])
    run = app.test_cli_runner().invoke(args=["voting", "restore-marks"], input=typed + "\n")
    assert run.exit_code == 1 and "Check each word against the sheet." in run.output and faults(app) == ""
