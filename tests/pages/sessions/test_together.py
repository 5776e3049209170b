"""Several sessions are changed together: chosen, looked at in words, done in one act or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.clock import LOCAL
from pb.database import db, exclusive_transaction
from pb.programme.actions.letters import make_letters
from pb.programme.actions.sessions_together import change_together
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.venues import actions
from pb.venues.models import TeamMember, Venue, VotingSession
from pb.venues.rules.together import SessionChange, SessionChangeKind
from pb.voting.models import VotingRight
from pb.web.access import COORDINATOR, FACILITATOR, Actor, Role
from tests.support.visitor import Visitor

BY = Actor(None, Role.COMMAND)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def round_(make, clock):
    clock.set("2026-05-04 11:00")
    return make.voting_round(entitlement="vouch")


@pytest.fixture
def rose(make):
    return make.staff(FACILITATOR)


@pytest.fixture
def coordinator(app, make):
    return Visitor(app).signed_in_as(make.staff(COORDINATOR))


@pytest.fixture
def plan(round_, rose):
    """A session of two hours at a venue, so long from now; made if it is not there."""

    def made(venue: str, after: timedelta, *team) -> int:
        with exclusive_transaction() as session:
            place = session.query(Venue).filter_by(name=venue).one_or_none() or Venue(name=venue)
            session.add(place)
            session.flush()
            starts = program_clock.now() + after
            kept = VotingSession(
                round_id=round_.id, venue_id=place.id, starts_at=starts, ends_at=starts + 2 * HOUR,
                team=[TeamMember(account_id=each.id) for each in team],
            )  # fmt: skip
            session.add(kept)
            session.flush()
            return kept.id

    return made


def starts(*ids: int) -> list[str]:
    db.session.rollback()
    return [f"{db.session.get_one(VotingSession, id_).starts_at.astimezone(LOCAL):%d %H:%M}" for id_ in ids]


def chooses(desk, round_, kind: str, *ids: int, **asked: str):
    query = "&".join([*(f"id={id_}" for id_ in ids), *(f"{name}={value}" for name, value in asked.items())])
    return desk.opens(f"/rounds/{round_.id}/sessions/together?kind={kind}&{query}")


def moves_an_hour_later(desk, round_, *ids: int, **asked: str):
    chooses(desk, round_, "move", *ids, **asked)
    return desk.ticks("Later").types("How many minutes?", "60").presses("Look at the changes")


def test_all_of_a_venue_are_moved_in_one_act_with_one_line(coordinator, round_, plan, rose):
    ids = [plan("Leith Library", DAY + n * 2 * HOUR, rose) for n in range(3)]
    other = plan("Rowan Hall", DAY)
    venue = db.session.get_one(VotingSession, ids[0]).venue_id
    page = coordinator.opens(f"/rounds/{round_.id}/sessions?venue={venue}")
    assert "Rowan Hall" not in str(page.tables["All sessions"])
    coordinator.ticks("All 3 sessions on this list, on every page").selects(
        "Change several sessions together", "Move them to another day or time"
    )
    page = coordinator.presses("Next")
    assert "Move them to another day or time: 3 sessions." in page.main
    page = coordinator.ticks("Later").presses("Look at the changes")
    assert page.errors == ["Enter how many days or minutes to move the sessions by."]
    # Each comes to where the next one was: for no moment are two of them at one time.
    page = coordinator.types("How many minutes?", "120").presses("Look at the changes")
    assert "3 sessions will be changed. Nothing has been changed yet." in page.main
    assert page.tables["Sessions that will be changed"][1][1:] == [
        "Tuesday 5 May 2026, 11am to 1pm",
        "Tuesday 5 May 2026, 1pm to 3pm One person is on the team. Someone else, such as the host, must count the voters.",
    ]
    assert starts(*ids) == ["05 11:00", "05 13:00", "05 15:00"]
    before = db.session.query(RecordLine).count()
    page = coordinator.presses("Change 3 sessions")
    assert "3 sessions have been changed." in page.text
    assert starts(*ids, other) == ["05 13:00", "05 15:00", "05 17:00", "05 11:00"]
    assert db.session.query(RecordLine).count() == before + 1
    assert "moved sessions to another day or time together (3)" in coordinator.opens("/record").main
    assert all(db.session.get_one(VotingSession, each).was_starts_at for each in ids)


def test_what_cannot_be_changed_is_said_and_stays(coordinator, round_, plan, rose, make, clock):
    gone, begun, last = plan("Past", -3 * HOUR), plan("Begun", -HOUR, rose), plan("Last", 6 * DAY)
    one, other, cancelled = plan("Twice", DAY), plan("Twice", DAY + 3 * HOUR), plan("Off", DAY)
    voted, free = plan("Voted", HOUR / 4), plan("Free", DAY)
    actions.cancel_session(BY, db.session.get_one(VotingSession, cancelled), "No heating")
    with exclusive_transaction() as session:
        session.add(VotingRight(round_id=round_.id, kind="opening", session_id=voted))
        closes = db.session.get_one(VotingSession, last)
        closes.starts_at, closes.ends_at = round_.voting_closes_at - 2 * HOUR, round_.voting_closes_at
    ids = (gone, begun, last, one, cancelled, voted, free)
    chooses(coordinator, round_, "move", *ids)
    coordinator.ticks("Later").types("How many minutes?", "120")
    page = coordinator.presses("Look at the changes")
    assert "1 session will be changed." in page.main and "Free" in str(page.tables["Sessions that will be changed"])
    for why in (
        "This session is over.",
        "This session has started, so you cannot change its start time",
        "Voting is open from",
        "This venue already has a session at this time.",
        "This voting session has been cancelled.",
        "People have already voted at this session, so it cannot start at another time.",
    ):
        assert why in page.main
    coordinator.presses("Change 1 session")
    assert starts(free, one, other) == ["05 13:00", "05 11:00", "05 14:00"]
    with pytest.raises(Refusal, match="Nothing was changed, because one session cannot be changed like this: Past"):
        change_together(BY, round_, [free, gone], SessionChange(SessionChangeKind.MOVE, minutes=30))
    assert starts(free) == ["05 13:00"]


def test_who_changes_second_is_told_and_nothing_is_done_by_half(coordinator, round_, plan):
    one, two = plan("Leith Library", DAY), plan("Rowan Hall", DAY)
    page = moves_an_hour_later(coordinator, round_, one, two)
    kept = db.session.get_one(VotingSession, two)
    actions.change_session(BY, kept, kept.starts_at + 3 * HOUR, kept.ends_at + 3 * HOUR, [])
    page = coordinator.presses("Change 2 sessions")
    assert page.status == 409
    assert "Someone else changed some of these sessions while you were looking" in page.main
    assert "Tuesday 5 May 2026, 3pm to 5pm" in page.main and starts(one, two) == ["05 11:00", "05 14:00"]
    page = coordinator.presses("Change 2 sessions")
    assert "2 sessions have been changed." in page.text and starts(one, two) == ["05 12:00", "05 15:00"]


def test_somebody_plans_at_the_new_time_in_between(coordinator, round_, plan):
    one, two = plan("Leith Library", DAY), plan("Rowan Hall", DAY)
    moves_an_hour_later(coordinator, round_, one, two)
    plan("Rowan Hall", DAY + 2 * HOUR)
    page = coordinator.presses("Change 2 sessions")
    assert page.status == 409 and starts(one, two) == ["05 11:00", "05 11:00"]
    assert (
        "one session cannot be changed like this: Rowan Hall. This venue already has a session at this time."
        in page.main
    )
    assert "1 session will be changed." in page.main


def test_times_team_note_and_cancelling(coordinator, visitor, round_, plan, rose, make):
    iain = make.staff(FACILITATOR)
    ids = [plan("Leith Library", DAY, rose), plan("Rowan Hall", DAY)]
    chooses(coordinator, round_, "times", *ids)
    page = coordinator.types("When do they start?", "2.00").presses("Look at the changes")
    assert page.status == 422 and any("Is 2.00 in the afternoon?" in said for said in page.errors)
    page = (
        coordinator.types("When do they start?", "9.30am")
        .types("When do they end?", "24:00")
        .presses("Look at the changes")
    )
    coordinator.presses("Change 2 sessions")
    assert starts(*ids) == ["05 09:30"] * 2
    chooses(coordinator, round_, "team", *ids)
    coordinator.ticks(iain.name, within="Who joins")
    page = coordinator.presses("Look at the changes")
    # Both are at one time: Iain would be at two places, and that is said and not refused.
    assert f"{iain.name} is also on the team at Rowan Hall on Tuesday 5 May 2026, 9:30am to midnight." in page.main
    page = coordinator.presses("Change 2 sessions")
    assert "Look at 2 sessions" in page.main
    chooses(coordinator, round_, "note", *ids)
    coordinator.types("What does everyone who comes need to know?", "Use the side door").presses("Look at the changes")
    coordinator.presses("Change 2 sessions")
    assert visitor.opens(f"/rounds/{round_.id}/where-to-vote").main.count("Use the side door") >= 2
    chooses(coordinator, round_, "cancel", *ids)
    coordinator.types("Why are the sessions being cancelled?", "Snow").presses("Look at the changes")
    coordinator.presses("Cancel 2 sessions")
    assert visitor.opens(f"/rounds/{round_.id}/where-to-vote").main.count("Snow") == 2
    assert "cancelled sessions together (2)" in coordinator.opens("/record").main


def test_letters_and_cards_that_were_printed_before_are_counted(coordinator, round_, plan, make):
    make.cards(round_, 3)
    make_letters(BY, round_.id, "venues", 7)
    page = moves_an_hour_later(coordinator, round_, plan("Leith Library", DAY))
    assert "may say the old times: 7 letters to venues, 3 voting cards." in page.main


def test_nothing_chosen_changes_nothing(coordinator, round_, plan):
    other = plan("Leith Library", DAY)
    assert "You have not chosen any sessions." in chooses(coordinator, round_, "move").main
    assert "You have not chosen any sessions." in chooses(coordinator, round_, "odd", 99999999999999).main
    path = f"/rounds/{round_.id}/sessions/together/change"
    page = coordinator.posts(path, {"kind": "note", "ids": "x 5555 ²", "note": "Hello"})
    assert page.status in (409, 422)
    page = coordinator.posts(path, {"kind": "note", "ids": str(other), "note": "Hello"})  # saw nothing
    assert page.status == 409 and db.session.get_one(VotingSession, other).note is None


def test_somebody_on_two_teams_is_told_of_on_each_page_and_not_refused(
    coordinator, new_visitor, round_, plan, rose, make
):
    one, other = plan("Leith Library", DAY, rose), plan("Rowan Hall", DAY)
    page = coordinator.opens(f"/rounds/{round_.id}/sessions/{other}/change")
    page = coordinator.ticks(rose.name).presses("Save the session")
    said = f"{rose.name} is also on the team at Leith Library on Tuesday 5 May 2026, 11am to 1pm."
    assert "The session has been saved." in page.text and said in page.text
    assert "We do not know how long the way between them takes." in page.text
    assert "Look at 2 sessions" in page.main
    page = coordinator.follows("Show these sessions")
    assert len(page.tables["All sessions"]) == 3
    assert said in coordinator.opens(f"/rounds/{round_.id}/sessions/{other}/change").main
    page = new_visitor().signed_in_as(rose).opens(f"/rounds/{round_.id}/sessions")
    assert said in str(page.tables["Your sessions"])
    page = coordinator.opens(f"/rounds/{round_.id}/manage")
    assert "Look at the team of Rowan Hall (5 May 2026)" in page.main
    assert f"{rose.name} is also on the team at Leith Library at that time." in page.main
    moves_an_hour_later(coordinator, round_, one)
    actions.cancel_session(BY, db.session.get_one(VotingSession, other), "No heating")
    assert "Look at" not in coordinator.opens(f"/rounds/{round_.id}/sessions").main


def test_a_file_says_who_would_be_at_two_places(coordinator, round_, plan, rose):
    plan("Leith Library", DAY, rose)
    sheet = f"venue,date,starts,ends,facilitators\nRowan Hall,05/05/2026,12:00,2pm,{rose.name}\n".encode()
    coordinator.opens(f"/rounds/{round_.id}/sessions/from-file")
    coordinator.attaches("Your spreadsheet or CSV file", sheet, "sessions.csv")
    page = coordinator.presses("Check the file")
    assert "There are no problems in the file." in page.main
    assert f"{rose.name} is also on the team at Leith Library on Tuesday 5 May 2026, 11am to 1pm." in page.main
