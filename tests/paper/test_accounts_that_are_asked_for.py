"""Which sessions need a ballot paper account: the list of what is left, and the database at the opening, ask for the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb.database import db
from pb.guards import sentence_of_guard
from pb.paper import actions
from pb.paper.actions.ballot_paper_accounts import missing_accounts
from pb.venues.actions import cancel_session
from pb.web.access import FACILITATOR
from tests.support.makers.voting import COMMAND

_OPENS = (
    "INSERT INTO box_opening (round_id, opened_at, votes, ballots_hash, record_head) "
    f"VALUES (:id, '2026-06-01 12:00:00', 0, '{'0' * 64}', '{'0' * 64}')"
)
Happens = Callable[[Any, Any, Any], None]


def nothing(make: Any, voting_session: Any, other: Any) -> None:
    """It was planned, and that is all."""


def papers_all_went_elsewhere(make: Any, voting_session: Any, other: Any) -> None:
    batch = actions.print_batch(COMMAND, voting_session.round_id, voting_session, 3)
    actions.move_papers(COMMAND, batch, voting_session, other, 3, "Nan")
    actions.move_papers(COMMAND, batch, other, None, 3, "Nan")


def papers_were_lent_to_it(make: Any, voting_session: Any, other: Any) -> None:
    batch = actions.print_batch(COMMAND, voting_session.round_id, None, 3, spare=True)
    actions.move_papers(COMMAND, batch, None, voting_session, 2, "Nan")


def papers_were_lent_and_went_back(make: Any, voting_session: Any, other: Any) -> None:
    batch = actions.print_batch(COMMAND, voting_session.round_id, None, 3, spare=True)
    actions.move_papers(COMMAND, batch, None, voting_session, 2, "Nan")
    actions.move_papers(COMMAND, batch, voting_session, None, 2, "Nan")


def a_paper_was_issued(make: Any, voting_session: Any, other: Any) -> None:
    make.papers(voting_session, printed=1, issued=1)


def a_tablet_was_set_up(make: Any, voting_session: Any, other: Any) -> None:
    make.kiosk(voting_session)


def it_was_cancelled(make: Any, voting_session: Any, other: Any) -> None:
    make.papers(voting_session, printed=2, issued=0)
    cancel_session(COMMAND, voting_session, "The hall is flooded.")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("happens", "asked"),
    [
        (nothing, False), (papers_all_went_elsewhere, True), (papers_were_lent_to_it, True),
        (papers_were_lent_and_went_back, False), (a_paper_was_issued, True), (a_tablet_was_set_up, True),
        (it_was_cancelled, False),
    ],
)  # fmt: skip
def test_the_list_and_the_database_ask_for_the_same_accounts(make, clock, happens: Happens, asked):
    clock.set("2026-05-06 12:00")
    round_ = make.voting_round(entitlement="vouch")
    voting_session, other = (make.session_at(round_, make.staff(FACILITATOR), venue=name) for name in ("Here", "There"))
    happens(make, voting_session, other)
    assert (voting_session.id in missing_accounts([voting_session, other])) is asked
    assert (said_at_the_opening(round_.id) == "Some voting sessions have no ballot paper account yet.") is asked


def said_at_the_opening(round_id: int) -> str:
    """What the database says first, where it says anything; other guards speak for themselves."""
    db.session.rollback()
    with db.engine.connect().execution_options(pb_write=True) as connection, connection.begin() as attempt:
        for name in _OTHERS:
            on = "" if connection.dialect.name == "sqlite" else " ON box_opening"
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
        try:
            connection.execute(text(_OPENS), {"id": round_id})
        except IntegrityError as refused:
            sentence = sentence_of_guard(refused)
            return sentence.english if sentence else str(refused.orig)
        finally:
            attempt.rollback()
    return ""


#: Guards of the opening that ask for something else.
_OTHERS = ("rights_end_first", "discrepancies_are_decided_first", "boxes_are_typed_first")
