"""The box is opened on the page with the words of printed sheets; what is typed wrongly is said and opens nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from pb.database import db
from pb.voting.actions.ballot_keys import forget_ballot_key
from pb.voting.queries import box_opening_of
from pb.web.access import Role
from tests.support.makers.people import PASSWORD
from tests.support.safety import tampering

BALLOTS = [(1, 2), (2,), (3,)]


@pytest.fixture
def closed(make, clock, new_visitor):
    """A function: a round after its last close, its sheets, and the coordinator before the page that opens the box."""

    def with_custody(custody: str):
        round_ = make.voting_round(key_custody=custody)
        sheets = make.sheets
        make.cast(round_, *BALLOTS)
        clock.set(round_.post_closes_at + timedelta(hours=1))
        coordinator = new_visitor().signed_in_as(make.account(Role.COORDINATOR))
        return round_, sheets, coordinator

    return with_custody


def is_open(round_) -> bool:
    db.session.rollback()
    return box_opening_of(round_.id) is not None


def whole_database() -> str:
    db.session.rollback()
    return " ".join(str(row) for table in db.metadata.sorted_tables for row in db.session.execute(table.select()))


def test_two_members_type_their_sheets_one_after_the_other(closed):
    round_, sheets, coordinator = closed("shares")
    coordinator.opens(f"/rounds/{round_.id}/after-close")
    page = coordinator.follows("The ballot box is opened")
    assert (
        "Two of the people who keep a sheet must enter its words here" in page.main
        and "recovery sheet" not in page.main
    )
    first, last = sheets[0], "  ".join(sheets[2].upper().split())  # typed in capitals and with wide spaces
    page = (
        coordinator.types("Words from the first sheet", first)
        .types("Words from the second sheet", last)
        .presses("Open the ballot box now")
    )
    assert "The ballot box has been opened. There were 3 votes in it." in page.main and is_open(round_)
    some = " ".join(sheets[0].split()[5:8])  # one word alone may stand in any sentence: "finger"
    assert some not in " ".join(page.main.split()), "the words are not shown again"
    assert some not in whole_database(), "they were in the request alone: no job holds them"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("the same sheet twice", "If you are using two sheets, they must be different"),
        ("one sheet only", "Enter the words from each sheet."),
        ("a slip", "Check each word against the sheet. A word is wrong"),
        ("no such word", "Check word 8. It is not a word that any sheet has."),
        ("sheets of another round", "These words are for another round’s ballot box."),
    ],
)
def test_sheets_that_do_not_open_the_box_are_refused_and_nothing_is_opened(wrong, said, closed, make):
    round_, sheets, coordinator = closed("shares")
    typed = list(sheets[:2])
    if wrong == "the same sheet twice":
        typed[1] = typed[0]
    elif wrong == "one sheet only":
        typed[1] = ""
    elif wrong == "a slip":
        typed[1] = typed[1].replace(typed[1].split()[7], "acid", 1)
    elif wrong == "no such word":
        typed[1] = typed[1].replace(typed[1].split()[7], "zzz", 1)
    else:
        make.voting_round(key_custody="shares")
        typed = list(make.sheets[:2])
    coordinator.opens(f"/rounds/{round_.id}/after-close/box")
    coordinator.types("Words from the first sheet", typed[0]).types("Words from the second sheet", typed[1])
    page = coordinator.presses("Open the ballot box now")
    assert page.status == 422 and not is_open(round_)
    assert said in page.main and typed[0] in page.html, "what was typed is not lost"
    if wrong in ("a slip", "no such word"):
        assert page.main.index(said, page.main.index("Words from the second sheet")), "it is said at that sheet"
        assert (
            said
            not in page.main[
                page.main.index("Words from the first sheet") : page.main.index("Words from the second sheet")
            ]
        )


def test_the_recovery_sheet_opens_the_box_when_the_key_folder_is_lost(closed):
    round_, (sheet, *_more), coordinator = closed("folder")
    forget_ballot_key(round_.id)
    coordinator.opens(f"/rounds/{round_.id}/after-close/box")
    refused = coordinator.presses("Open the ballot box now")
    assert refused.status == 409 and not is_open(round_)
    coordinator.opens(f"/rounds/{round_.id}/after-close/box")
    coordinator.follows("If the key folder is lost, use the recovery sheet")
    page = coordinator.types("Words from the recovery sheet", "not these words").presses("Open the ballot box now")
    assert page.status == 422 and "not these words" in page.html and not is_open(round_)
    page = coordinator.types("Words from the recovery sheet", sheet).presses("Open the ballot box now")
    assert "There were 3 votes in it." in page.main and is_open(round_)


def test_where_votes_are_set_aside_the_words_are_typed_once(closed, make):
    """The page that tells the numbers has the words still, and both people confirm on it."""
    round_, sheets, coordinator = closed("shares")
    member = make.account(Role.STEERING, sign_in_name="ina")
    tampering.without_any_guard()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE envelope SET keyed_mark = :other WHERE right_key = "
                                "(SELECT min(right_key) FROM envelope)"), {"other": "f" * 64})  # fmt: skip
    coordinator.opens(f"/rounds/{round_.id}/after-close/box")
    coordinator.types("Words from the first sheet", sheets[0]).types("Words from the second sheet", sheets[1])
    page = coordinator.presses("Open the ballot box now")
    assert page.status == 409 and not is_open(round_) and sheets[1] in page.html
    assert sheets[0] not in whole_database(), "an opening that goes on later asks its page, which has them still"
    coordinator.types("The second person’s sign-in name", member.sign_in_name)
    coordinator.types("The second person’s password", PASSWORD)
    page = coordinator.presses("We confirm these numbers. Open the ballot box now")
    assert "There were 2 votes in it." in page.main and is_open(round_)
