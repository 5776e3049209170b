"""A poster hangs at each venue: its days and times as they are now, on one sheet, in letters as large as fit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock
from pb.database import transaction
from pb.pages.sessions.posters import written
from pb.programme.queries.posters import posters
from pb.programme.rules.posters import poster
from pb.roles import FACILITATOR
from pb.venues.actions import cancel_session
from pb.venues.models import VotingSession
from tests.support.makers.voting import COMMAND
from tests.support.pdf import needs_a_ruler, text_of_pages, words_on_pages

PHONE = "0131 496 0000"


@pytest.fixture
def round_(make):
    return make.voting_round()


def said(each) -> str:
    return " ".join(map(str, (each.venue, each.address, each.days, *each.points, *each.declarations, each.help)))


def test_each_venue_with_a_session_to_come_has_one(make, round_, voting_session, visitor):
    (each,) = posters(round_, PHONE)
    assert each.venue == voting_session.venue.name and len(each.days) == 1 and "I am 60 or over." in said(each)
    assert "0131 496 0000" in said(each) and "There is someone to help you." in said(each)
    helper = visitor.signed_in_as(make.staff(FACILITATOR))
    link = helper.opens(f"/rounds/{round_.id}/sessions").links["Posters for the venues (PDF)"]
    assert helper.downloads(link).get_data().startswith(b"%PDF-")
    with clock.moved(voting_session.ends_at + timedelta(minutes=1)):
        assert posters(round_, PHONE) == []
    cancel_session(COMMAND, voting_session, "No heating.")
    assert posters(make.fresh(round_), PHONE) == []
    assert "Posters for the venues (PDF)" not in helper.opens(f"/rounds/{round_.id}/sessions").links


@pytest.mark.parametrize(
    ("needs_card", "card"), [(True, "Bring your voting card."), (False, "You do not need a voting card.")]
)
def test_whether_a_card_is_needed(needs_card, card):
    made = poster("Spring", ("Thistle Club", ""), (), (), (), PHONE, needs_card=needs_card, has_team=True)
    assert card in said(made)


@needs_a_ruler
@pytest.mark.parametrize("days", [1, 14])
def test_everything_stands_on_one_sheet(app, round_, days):
    times = tuple((f"Tuesday {day} March 2026", ("10am to 12.30pm", "2pm to 4pm")) for day in range(1, days + 1))
    venue = ("St Margaret’s and Restalrig Community Lunch Club", "127 Constitution Street, Leith, Edinburgh, EH6 7AE")
    made = poster(
        "Spring round",
        venue,
        times,
        ("I am 60 or over.",),
        ("There is a hearing loop.",),
        PHONE,
        needs_card=True,
        has_team=True,
    )
    with app.test_request_context():
        file = written(round_, [made, made])
    pages = text_of_pages(file)
    assert len(pages) == 2 and all("2pm to 4pm" in page and "0131 496 0000" in page for page in pages)
    assert max(word.bottom for word in words_on_pages(file)[0]) < 297 - 15


def test_of_days_on_which_a_place_keeps_a_box_nobody_is_promised_nights_or_help(make, round_, voting_session):
    with transaction() as session:
        there = session.get_one(VotingSession, voting_session.id)
        there.ends_at += timedelta(days=2)
        there.team = []
    (each,) = posters(make.fresh(round_), PHONE)
    ((_day, (times,)),) = each.days
    assert times.startswith("until ") and times.endswith(", when this place is open")
    assert "There is someone to help" not in said(each) and "Ask the people here for a ballot paper." in said(each)
