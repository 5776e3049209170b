"""The box stays closed while papers are not accounted for, not typed, or not settled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.database import db, exclusive_transaction
from pb.paper.actions import open_ballot_box
from pb.paper.models import BallotPaperAccount, Bundle
from pb.refusals import Refusal
from pb.results.queries.checklist import checklist
from pb.rounds.models import Round
from pb.venues.models import HeadCount, Venue, VotingSession
from pb.voting.actions import decrypt_ballot_box
from pb.voting.queries import box_opening_of
from pb.web.access import Role

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def voting_session(make, clock) -> VotingSession:
    """A voting session with a batch of papers; the round is closed."""
    round_ = make.voting_round()
    with exclusive_transaction() as session:
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
    make.papers(held, printed=20, issued=0)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    return held


def next_step(voting_session: VotingSession) -> tuple[str, str]:
    db.session.rollback()
    step = next(each for each in checklist(db.session.get(Round, voting_session.round_id)) if each.state == "next")
    return step.key, " ".join(map(str, step.missing))


def accounted(voting_session: VotingSession, make, **numbers: int) -> None:
    values = {"received": 20, "issued": 10, "unused": 10, "spoiled": 0, "taken_away": 0, **numbers}
    closer, other = (
        make.account(Role.FACILITATOR).id for _ in range(2)
    )  # none was issued at the desk: two people agree
    with exclusive_transaction() as session:
        session.add(
            BallotPaperAccount(
                session_id=voting_session.id,
                submitted_by=closer,
                agreed_by=other,
                submitted_at=program_clock.now(),
                **values,
            )
        )
        session.add(HeadCount(session_id=voting_session.id, heads=values["issued"], counted_by="Nan"))


def refuses(make, voting_session: VotingSession, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        decrypt_ballot_box(make.actor(Role.COORDINATOR), db.session.get(Round, voting_session.round_id))


def test_papers_that_are_not_accounted_for(voting_session, make):
    key, missing = next_step(voting_session)
    assert key == "sessions" and missing.startswith("Abbey Lunch Club, ") and "no ballot paper account yet" in missing
    refuses(make, voting_session, "no ballot paper account yet")


def test_a_box_that_nobody_types(voting_session, make):
    accounted(voting_session, make)
    key, missing = next_step(voting_session)
    assert key == "bundles" and "nobody has opened the session box and counted the papers" in missing
    refuses(make, voting_session, "not been typed yet")


def test_a_bundle_that_is_not_in_the_box(voting_session, make):
    accounted(voting_session, make)
    one, other = make.account(Role.COUNTER).id, make.account(Role.COUNTER).id
    with exclusive_transaction() as session:
        session.add(
            Bundle(
                round_id=voting_session.round_id,
                session_id=voting_session.id,
                channel="paper",
                papers_in_box=10,
                counted_by=one,
                also_counted_by=other,
                made_at=program_clock.now(),
            )
        )
    key, missing = next_step(voting_session)
    assert key == "bundles" and missing.startswith("Abbey Lunch Club, ")
    assert "the bundle of papers is not in the ballot box yet." in missing
    refuses(make, voting_session, "must be typed and settled first")


def test_a_session_without_papers_keeps_nobody_waiting(voting_session, make):
    accounted(voting_session, make, received=0, issued=0, unused=0)
    assert next_step(voting_session)[0] == "box"


def test_a_box_that_should_be_empty_is_opened_all_the_same(voting_session, make):
    accounted(voting_session, make, issued=0, unused=20)
    assert next_step(voting_session)[0] == "bundles"
    refuses(make, voting_session, "not been typed yet")


@pytest.mark.both_databases
def test_the_act_itself_asks_under_its_lock_whether_anything_is_open(make, monkeypatch):
    """The page asks too, but before its turn has come: what opens in between must not be lost."""
    round_ = make.voting_round()
    make.cast(round_, (1,), (2,))
    by, asked = make.actor(Role.COORDINATOR), []

    def something_has_come(round_id: int) -> list[str]:
        asked.append((round_id, bool(db.session().info.get("writing"))))
        return ["a gap"]

    with program_clock.moved(round_.post_closes_at + timedelta(hours=1)):
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr("pb.paper.actions.ballot_box.gaps", something_has_come)
            with pytest.raises(Refusal, match="Something is still open"):
                open_ballot_box(by, make.fresh(round_))
        assert asked == [(round_.id, True)] and box_opening_of(round_.id) is None
        assert open_ballot_box(by, make.fresh(round_)) == 2
