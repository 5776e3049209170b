"""A cancelled session takes place after all; everybody reads what was changed, and what the times were before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.clock import LOCAL
from pb.database import db, exclusive_transaction
from pb.paper.models import Batch, Resolution
from pb.refusals import Refusal
from pb.venues import actions
from pb.venues.models import VotingSession
from pb.web.access import COORDINATOR, FACILITATOR, Actor, Role
from tests.support.safety.racing import at_once
from tests.support.visitor import Visitor

BY = Actor(None, Role.COMMAND)
WHY = "Why does the session take place after all?"


@pytest.fixture
def round_(make, clock):
    clock.set("2026-05-04 11:00")
    return make.voting_round(entitlement="vouch")


@pytest.fixture
def session_(make, round_):
    """At the library, from 10am until 1pm, and cancelled."""
    voting_session = make.session_at(round_, make.staff(FACILITATOR), venue="Leith Library")
    make.papers(voting_session, 3, 0)
    make.kiosk(voting_session)
    actions.cancel_session(BY, voting_session, "The hall is flooded.")
    return voting_session


@pytest.fixture
def coordinator(app, make):
    return Visitor(app).signed_in_as(make.staff(COORDINATOR))


def everywhere(visitor, round_) -> list[str]:
    """What everybody reads of the sessions, on each page."""
    paths = ("", "/where-to-vote", "/where-to-vote/print")
    return [visitor.opens(f"/rounds/{round_.id}{path}").main for path in paths]


def test_it_takes_place_again_and_everybody_reads_why(coordinator, visitor, round_, session_):
    assert all("Cancelled The hall is flooded." in page for page in everywhere(visitor, round_))
    coordinator.opens(f"/rounds/{round_.id}/sessions")
    page = coordinator.follows("Open again")
    assert "3 ballot papers are there." in page.main and "1 tablet was set up for it." in page.main
    page = coordinator.presses("Open this session again")
    assert page.status == 422 and page.errors == ["Enter why the session takes place after all."]
    page = coordinator.types(WHY, "The water is gone").presses("Open this session again")
    assert "The session at Leith Library takes place after all." in page.text
    said = "It was cancelled before. It takes place after all: The water is gone"
    for page in everywhere(visitor, round_):
        assert said in page and "flooded" not in page
    assert "opened a cancelled session again: Leith Library" in coordinator.opens("/record").main
    posted = coordinator.posts(f"/rounds/{round_.id}/sessions/{session_.id}/open-again", {"reason": "Twice"})
    assert posted.status == 409 and "This session is not cancelled." in posted.text
    actions.cancel_session(BY, db.session.get_one(VotingSession, session_.id), "The water is back")
    assert all("after all" not in page and "The water is back" in page for page in everywhere(visitor, round_))


def test_not_when_its_day_is_over_and_not_without_a_reason(coordinator, round_, session_, clock):
    with pytest.raises(Refusal, match="Enter why the session takes place") as refused:
        actions.open_session_again(BY, session_, " ")
    assert refused.value.status == 422
    path = f"/rounds/{round_.id}/sessions/{session_.id}"
    clock.set("2026-05-04 23:00")  # its hours are over, its day is not: it can be kept open for longer
    assert "Open this session again" in coordinator.opens(f"{path}/change").buttons
    clock.set("2026-05-05 00:30")
    page = coordinator.opens(f"{path}/change")
    assert "The day of this session is over, so it cannot be opened again." in page.main
    assert "Open this session again" not in page.buttons
    assert coordinator.posts(f"{path}/open-again", {"reason": "Late"}).status == 409
    with pytest.raises(Refusal, match="The day of this session is over"):
        actions.open_session_again(BY, session_, "Late")


def test_its_venue_may_have_another_session_by_then(round_, session_):
    times = session_.starts_at + timedelta(hours=1), session_.ends_at
    actions.plan_session(BY, round_, session_.venue, *times)
    with pytest.raises(Refusal, match="already has a session at this time"):
        actions.open_session_again(BY, session_, "After all")
    assert db.session.get_one(VotingSession, session_.id).cancelled_at is not None


@pytest.mark.both_databases
def test_what_two_people_decided_about_its_papers_stands(make, round_, session_):
    one, two = make.staff(Role.STEERING), make.staff(Role.STEERING)
    now = program_clock.now()
    with exclusive_transaction() as session:
        batch = session.query(Batch.id).filter_by(session_id=session_.id).scalar()
        said = {"matter": "batch", "number": 3, "outcome": "explain", "reason": "lost", "batch_id": batch}
        who = {"proposed_by": one.id, "proposed_at": now, "agreed_by": two.id, "agreed_at": now}
        session.add(Resolution(round_id=round_.id, **said, **who))
    with pytest.raises(Refusal, match="already decided what happened to the papers"):
        actions.open_session_again(BY, session_, "After all")


@pytest.mark.both_databases
def test_of_two_who_open_it_at_once_one_does(app, make, round_, session_):
    id_ = session_.id

    def again() -> bool:
        try:
            actions.open_session_again(BY, db.session.get_one(VotingSession, id_), "After all")
        except Refusal:
            return False
        return True

    assert sorted(at_once(app, [again, again])) == [False, True]


def test_changed_times_say_what_they_were_and_the_first_ones_again_say_nothing(make, visitor, round_):
    voting_session = make.session_at(round_, venue="Rowan Library")
    starts, ends = (each + timedelta(days=1) for each in (voting_session.starts_at, voting_session.ends_at))
    with exclusive_transaction() as session:
        kept = session.get_one(VotingSession, voting_session.id)
        kept.starts_at, kept.ends_at = starts, ends
    voting_session = db.session.get_one(VotingSession, voting_session.id)
    for hours in (2, 3):
        later = starts + timedelta(hours=hours), ends + timedelta(hours=hours)
        actions.change_session(BY, voting_session, *later, [], "Use the side door")
    said = "Changed on Monday 4 May 2026. Before, it was planned for Tuesday 5 May 2026, 10am to 1pm."
    assert voting_session.was_starts_at.astimezone(LOCAL).hour == 10
    assert all(said in page and "Use the side door" in page for page in everywhere(visitor, round_))
    actions.change_session(BY, voting_session, starts, ends, [])
    assert all("Before, it was" not in page and "side door" in page for page in everywhere(visitor, round_))
