"""Everybody finds where and when to vote: what is open now, day by day, or near a place that they type."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from pb import clock as program_clock
from pb.database import db, exclusive_transaction
from pb.programme.queries import told_sessions
from pb.rounds.actions.life import ROUND_PUBLISHED
from pb.venues.actions import cancel_session, change_venue, import_or_order
from pb.web.access import Actor, Role

BY = Actor(None, Role.COMMAND)


@pytest.fixture
def round_(make):
    return make.voting_round()


def at(make, round_, name, address):
    voting_session = make.session_at(round_, venue=name)
    change_venue(BY, voting_session.venue, name, address=address, step_free=True, access_notes="A toilet by the door.")
    return voting_session


def test_what_is_open_now_stands_first_with_how_to_get_in(make, visitor, round_):
    at(make, round_, "Liberton Library", "22 Gilmerton Road, EH16 5TR")
    visitor.opens("/")
    page = visitor.follows("Find a place to vote")
    assert page.main.index("Open now") < page.main.index("Liberton Library")
    assert "Step-free. A toilet by the door." in page.main and "22 Gilmerton Road" in page.main


def test_the_nearest_come_first_and_the_page_says_what_near_means(make, visitor, round_):
    for name, address in (("Leith Hall", "EH6 4AE"), ("Inch House", "EH16 5AA"), ("Far House", "G12 8QQ")):
        at(make, round_, name, address)
    page = visitor.opens(f"/rounds/{round_.id}/where-to-vote?near=eh16")
    said = ["We do not measure", "Places in EH16", "Inch House", "More places in EH", "Leith Hall", "All other places"]
    places = [page.main.index(words) for words in said]
    assert places == sorted(places) and "Far House" in page.main


def test_where_no_place_is_near_the_page_says_so_and_shows_all_of_them(make, visitor, round_):
    at(make, round_, "Liberton Library", "22 Gilmerton Road, EH16 5TR")
    for typed in ("ZE1", "Lerwick"):
        visitor.opens(f"/rounds/{round_.id}/where-to-vote")
        page = visitor.types("Find a place near you", typed).presses("Find")
        assert f"We did not find a place near “{typed}”." in page.main and "All other places" not in page.main
        assert page.main.index("Open now") < page.main.index("Liberton Library")


def test_a_cancelled_session_says_why_wherever_it_stands(make, visitor, round_):
    voting_session = at(make, round_, "Leith Hall", "EH6 4AE")
    cancel_session(BY, voting_session, "The heating is broken.")
    for page in ("", "/where-to-vote", "/where-to-vote/print"):
        said = visitor.opens(f"/rounds/{round_.id}{page}").main
        assert "Leith Hall" in said and "Cancelled" in said and "The heating is broken." in said
    assert "Open now" not in visitor.opens(f"/rounds/{round_.id}/where-to-vote").main


def test_many_sessions_are_in_pages_and_all_on_paper(make, visitor, round_):
    day = (round_.voting_closes_at - timedelta(days=2)).strftime("%d/%m/%Y")
    lines = "".join(f"House {n:02d},{day},09:00,09:30\n" for n in range(70))
    import_or_order(BY, round_, b"venue,date,starts,ends\n" + lines.encode())
    here = f"/rounds/{round_.id}/where-to-vote"
    first = visitor.opens(here).main
    assert "House 00" in first and "House 69" not in first and "62 more places open at the same time." in first
    assert "House 69" in visitor.opens(f"{here}?page=2").main and "House 69" in visitor.opens(f"{here}?near=69").main
    printed = visitor.opens(f"/rounds/{round_.id}/where-to-vote/print").main
    assert "House 00" in printed and "House 69" in printed


def test_before_there_are_sessions_it_says_so(make, visitor):
    round_ = make.applying_round()
    assert "We do not know the places and times yet." in visitor.opens(f"/rounds/{round_.id}/where-to-vote").main


def test_a_vote_at_home_names_no_session(make, visitor, round_):
    page = visitor.opens(f"/rounds/{round_.id}/where-to-vote")
    assert "There are no voting sessions in this round" in page.main and "yet" not in page.main
    page = visitor.opens(f"/rounds/{round_.id}")
    assert "It gives you one vote, at home or by post." in page.main and "at a session" not in page.main
    at(make, round_, "Leith Hall", "EH6 4AE")
    assert "at home, at a session or by post" in visitor.opens(f"/rounds/{round_.id}").main


def test_a_session_that_was_cancelled_outside_the_vote_is_not_listed(make, visitor, round_):
    late, kept = at(make, round_, "Rowan Hall", "EH6 4AE"), at(make, round_, "Leith Hall", "EH6 4AE")
    with exclusive_transaction() as session:
        row = session.merge(late)
        row.starts_at, row.ends_at = (round_.voting_closes_at + timedelta(days=n) for n in (60, 61))
    for each in (late, kept):
        cancel_session(BY, db.session.merge(each), "Not this time.")
    for page in ("", "/where-to-vote", "/where-to-vote/print"):
        said = visitor.opens(f"/rounds/{round_.id}{page}").main
        assert "Leith Hall" in said and "Rowan Hall" not in said, page


def test_a_session_that_was_cancelled_in_a_draft_is_not_listed(make, round_, monkeypatch):
    assert ROUND_PUBLISHED.name == told_sessions._PUBLISHED
    now = program_clock.now()
    before, after = (SimpleNamespace(starts_at=now, cancelled_at=now + timedelta(hours=hours)) for hours in (-1, 1))
    assert told_sessions.without_untold(round_, [before, after]) == [before, after], "it is older than drafts"
    monkeypatch.setattr(told_sessions, "lines_of_acts", lambda *_acts, **_of: [SimpleNamespace(at=now)])
    assert told_sessions.without_untold(round_, [before, after]) == [after]
