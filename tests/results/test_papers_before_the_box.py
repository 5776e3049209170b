"""The box stays closed while papers are not accounted for, not typed, or not settled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.database import db, saving
from pb.paper.models import Batch, Bundle, SessionAccount
from pb.refusals import Refusal
from pb.results.queries.checklist import checklist
from pb.rounds.models import Round
from pb.venues.models import Venue, VotingSession
from pb.voting.actions import open_box
from pb.web.access import Role

pytestmark = pytest.mark.both_databases


@pytest.fixture
def session_(make, clock) -> VotingSession:
    """A voting session with a batch of papers; the round is closed."""
    round_ = make.voting_round()
    person = make.account(Role.FACILITATOR)
    with saving() as session:
        venue = Venue(name="Abbey Lunch Club")
        session.add(venue)
        session.flush()
        held = VotingSession(
            round_id=round_.id,
            venue_id=venue.id,
            starts_at=program_clock.now(),
            ends_at=program_clock.now() + timedelta(hours=2),
        )
        session.add(held)
        session.flush()
        session.add(Batch(round_id=round_.id, session_id=held.id, printed_by=person.id, printed_at=program_clock.now()))
    clock.set(round_.post_closes_at + timedelta(hours=1))
    return held


def next_step(session_: VotingSession) -> tuple[str, str]:
    db.session.rollback()
    step = next(each for each in checklist(db.session.get(Round, session_.round_id)) if each.state == "next")
    return step.key, " ".join(step.missing)


def accounted(session_: VotingSession, make, **numbers: int) -> None:
    values = {"received": 20, "issued": 10, "unused": 10, "spoiled": 0, "taken_away": 0, **numbers}
    closer = make.account(Role.FACILITATOR).id
    with saving() as session:
        session.add(SessionAccount(session_id=session_.id, closed_by=closer, closed_at=program_clock.now(), **values))


def refuses(make, session_: VotingSession, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        open_box(make.actor(Role.COORDINATOR), db.session.get(Round, session_.round_id))


def test_papers_that_are_not_accounted_for(session_, make):
    key, missing = next_step(session_)
    assert key == "sessions" and missing.startswith("Abbey Lunch Club, ") and "no ballot paper account yet" in missing
    refuses(make, session_, "no ballot paper account yet")


def test_a_box_that_nobody_types(session_, make):
    accounted(session_, make)
    key, missing = next_step(session_)
    assert key == "bundles" and "nobody has started typing the papers" in missing
    refuses(make, session_, "not typed yet")


def test_a_bundle_that_is_not_in_the_box(session_, make):
    accounted(session_, make)
    one, other = make.account(Role.COUNTER).id, make.account(Role.COUNTER).id
    with saving() as session:
        session.add(
            Bundle(
                round_id=session_.round_id,
                session_id=session_.id,
                channel="paper",
                papers_in_box=10,
                counted_by=one,
                also_counted_by=other,
                made_at=program_clock.now(),
            )
        )
    assert next_step(session_) == ("bundles", "One bundle of papers is not in the ballot box yet.")
    refuses(make, session_, "must be typed and settled first")


def test_a_session_at_which_no_paper_was_handed_out_keeps_nobody_waiting(session_, make):
    accounted(session_, make, issued=0, unused=20)
    assert next_step(session_)[0] == "box"
