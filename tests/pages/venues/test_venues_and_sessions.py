"""The coordinator describes venues and plans, moves and cancels voting sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.clock import LOCAL
from pb.database import db, exclusive_transaction
from pb.formats import day_time
from pb.refusals import Refusal
from pb.venues import actions, queries
from pb.venues.models import VotingSession
from pb.voting.models import VotingRight
from pb.web.access import Actor, Role

BY = Actor(None, Role.COMMAND)


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account())


def written(moment) -> tuple[str, str]:
    there = moment.astimezone(LOCAL)
    return f"{there:%d %m %Y}", f"{there:%H:%M}"


def plans(desk, round_, starts, ends, *team):
    desk.opens(f"/rounds/{round_.id}/sessions/plan")
    desk.selects("Venue", queries.venues()[0].name)
    desk.dates("When the session starts", *written(starts)).dates("When the session ends", *written(ends))
    for name in team:
        desk.ticks(name)
    return desk.presses("Save the session")


def test_a_venue_is_added_with_its_access_notes_and_changed(desk):
    desk.opens("/venues")
    desk.follows("Add the first venue")
    desk.types("Name of the venue", " Thistle  Lunch Club").types("What kind", "lunch club").ticks("There is step-free")
    page = desk.types("When is it quiet", "Mondays").types("What else", "Side door").presses("Save the venue")
    assert "The venue has been added." in page.text
    assert page.tables["All venues"][1] == [
        "Thistle Lunch Club",
        "lunch club",
        "Not given",
        "Step-free. Quiet time: Mondays. Side door",
    ]
    desk.follows("Thistle Lunch Club")
    page = desk.unticks("There is step-free").types("What else", "").presses("Save the venue")
    assert page.tables["All venues"][1][3] == "Quiet time: Mondays"


def test_a_session_is_not_planned_at_night_because_somebody_left_out_pm(desk, make):
    round_ = make.voting_round()
    actions.add_venue(BY, "Thistle Lunch Club")
    starts = program_clock.now() + timedelta(days=2)
    plans(desk, round_, starts, starts)
    page = desk.types("Time", "2.00", within="When the session starts").presses("Save the session")
    assert page.status == 422 and any("Is 2.00 in the afternoon? Write 2pm or 14:00." in said for said in page.errors)


def test_two_venues_have_different_names_and_a_venue_has_one(desk, make):
    actions.add_venue(BY, "Rowan Library")
    desk.opens("/venues/new")
    page = desk.types("Name of the venue", "rowan library").types("Address", "2 Elm Row").presses("Save the venue")
    assert (
        page.status == 422
        and "There is already a venue with this name." in page.text
        and 'value="2 Elm Row"' in page.html
    )
    assert desk.types("Name of the venue", "").presses("Save the venue").errors == ["Enter the name of the venue."]
    actions.add_venue(BY, "Świetlica")
    (said,) = desk.types("Name of the venue", "Świetlica").presses("Save the venue").errors
    assert said.startswith("There is already a venue with this name.")
    with pytest.raises(Refusal, match="There is already a"):
        actions.add_venue(BY, "Rowan Library")
    with pytest.raises(Refusal, match="Enter the name"):
        actions.add_venue(BY, " ")


def test_a_session_is_planned_shown_to_everybody_moved_and_cancelled(desk, new_visitor, make):
    round_ = make.voting_round()
    actions.add_venue(BY, "Thistle Lunch Club", step_free=True)
    make.account(Role.FACILITATOR, name="Rose Facilitator")
    starts = program_clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    page = plans(desk, round_, starts, starts + timedelta(hours=2), "Rose Facilitator")
    assert "The session has been planned." in page.text and "Rose Facilitator" in str(page.tables["All sessions"])
    public = new_visitor()
    assert "Thistle Lunch Club" in (page := public.opens(f"/rounds/{round_.id}")).main and "Step-free" in page.main
    desk.follows("Change")
    page = (
        desk.dates("When the session ends", *written(starts + timedelta(hours=3)))
        .unticks("Rose")
        .presses("Save the session")
    )
    assert "Nobody yet" in str(page.tables["All sessions"])
    desk.follows("Change")
    assert desk.presses("Cancel this session").status == 422
    page = desk.types("Why is the session being cancelled?", "The hall is flooded").presses("Cancel this session")
    said, named = desk.opens("/record").main, f"a session: Thistle Lunch Club, {day_time(starts)}"
    assert [f"{act} {named}" in said for act in ("planned", "changed", "cancelled")] == [True] * 3
    assert "Cancelled" in str(page.tables["All sessions"]) and "Cancelled" in public.opens(f"/rounds/{round_.id}").main
    voting_session = queries.sessions_of(round_.id)[0]
    assert desk.posts(f"/rounds/{round_.id}/sessions/{voting_session.id}/cancel", {"reason": "again"}).status == 409
    with pytest.raises(Refusal, match="cancelled"):
        actions.change_session(BY, voting_session, voting_session.starts_at, voting_session.ends_at, [])


def test_nobody_plans_a_session_at_the_first_venue_of_the_list_by_mistake(desk, make):
    round_ = make.voting_round()
    actions.add_venue(BY, "Thistle Lunch Club")
    page = desk.opens(f"/rounds/{round_.id}/sessions/plan")
    assert "Choose…" in page.main
    starts = program_clock.now() + timedelta(days=2)
    desk.dates("When the session starts", *written(starts)).dates(
        "When the session ends", *written(starts + timedelta(hours=1))
    )
    page = desk.presses("Save the session")
    assert page.status == 422 and page.errors == ["Choose the venue."] and not queries.sessions_of(round_.id)


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        (timedelta(hours=2), timedelta(hours=1), "The session must end after it starts."),
        (timedelta(days=-20), timedelta(days=-19), "Voting is open from"),
        (timedelta(days=4), timedelta(days=40), "Voting is open from"),
    ],
)
def test_a_session_outside_the_voting_days_is_refused_beside_its_field(desk, make, starts, ends, sentence):
    round_ = make.voting_round()
    venue = actions.add_venue(BY, "Thistle Lunch Club")
    now = program_clock.now()
    page = plans(desk, round_, now + starts, now + ends)
    assert page.status == 422 and any(sentence in error for error in page.errors)
    with pytest.raises(Refusal, match=sentence):
        actions.plan_session(BY, round_, venue, now + starts, now + ends)


def test_one_venue_has_one_session_at_a_time(make):
    round_ = make.voting_round()
    venue = actions.add_venue(BY, "Thistle Lunch Club")
    now = program_clock.now()
    first = actions.plan_session(BY, round_, venue, now, now + timedelta(hours=2))
    with pytest.raises(Refusal, match="already has a session at this time"):
        actions.plan_session(BY, round_, venue, now + timedelta(hours=1), now + timedelta(hours=3))
    actions.cancel_session(BY, first, "No heating")
    actions.plan_session(BY, round_, venue, now, now + timedelta(hours=2))


def test_only_facilitators_run_sessions_and_nobody_leaves_a_team_that_has_begun(make):
    round_ = make.voting_round()
    rose, counter = make.account(Role.FACILITATOR), make.account(Role.COUNTER)
    voting_session = make.session_at(round_, rose)
    with pytest.raises(Refusal, match="Only facilitators"):
        actions.change_session(
            BY, voting_session, voting_session.starts_at, voting_session.ends_at, [rose.id, counter.id]
        )
    with pytest.raises(Refusal, match="has started"):
        actions.change_session(BY, voting_session, voting_session.starts_at, voting_session.ends_at, [])
    iain = make.account(Role.FACILITATOR)
    with pytest.raises(Refusal, match="cannot change it to end later"):
        actions.change_session(
            BY, voting_session, voting_session.starts_at, voting_session.ends_at + timedelta(hours=1), [rose.id]
        )
    actions.change_session(BY, voting_session, voting_session.starts_at, voting_session.ends_at, [rose.id, iain.id])
    assert {member.account_id for member in db.session.get(VotingSession, voting_session.id).team} == {rose.id, iain.id}


@pytest.mark.both_databases
def test_a_session_at_which_somebody_was_let_in_to_vote_is_not_cancelled(make):
    round_ = make.voting_round()
    voting_session = make.session_at(round_)
    with exclusive_transaction() as session:
        session.add(VotingRight(round_id=round_.id, kind="opening", session_id=voting_session.id))
    with pytest.raises(Refusal, match="People have already voted"):
        actions.cancel_session(BY, voting_session, "Too few came")
    assert db.session.get(VotingSession, voting_session.id).cancelled_at is None


def test_facilitators_find_their_own_sessions_first_and_plan_none(visitor, make):
    round_ = make.voting_round()
    rose = make.account(Role.FACILITATOR)
    voting_session = make.session_at(round_, rose, venue="Thistle Lunch Club")
    make.session_at(round_, venue="Rowan Library")
    page = visitor.signed_in_as(rose).opens(f"/rounds/{round_.id}/sessions")
    assert "Rowan Library" not in str(page.tables["Your sessions"]) and "Rowan Library" in str(
        page.tables["All sessions"]
    )
    assert "Plan a session" not in page.links
    for path in ("sessions/plan", f"sessions/{voting_session.id}/change", "sessions/from-file", "sessions/list.csv"):
        assert visitor.opens(f"/rounds/{round_.id}/{path}").status == 403


def test_a_session_is_looked_up_in_its_own_round(desk, make):
    one, other = make.voting_round(), make.voting_round()
    voting_session = make.session_at(one)
    assert desk.opens(f"/rounds/{other.id}/sessions/{voting_session.id}/change").status == 404
    assert desk.opens(f"/rounds/{one.id}/sessions/{voting_session.id}/change").status == 200
    assert desk.posts(f"/rounds/{other.id}/sessions/{voting_session.id}/cancel", {"reason": "x"}).status == 404
    assert db.session.get(type(voting_session), voting_session.id).cancelled_at is None
