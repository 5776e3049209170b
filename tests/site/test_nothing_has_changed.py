"""Whoever saves what stood there already is told so: the record gets no line, and what hangs on the thing stays."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from pb.database import db, exclusive_transaction
from pb.edits import NothingChanged
from pb.people.actions import declare_interest
from pb.projects.actions import save_answers
from pb.record.models import RecordLine
from pb.venues import actions as venues
from pb.voting import actions as cards
from pb.web.access import COORDINATOR, FACILITATOR, STEERING
from tests.support.makers.projects import APPLICANT, actor_of
from tests.support.makers.voting import COMMAND
from tests.support.visitor import Visitor

SAID = "Nothing has changed"


@pytest.fixture
def person(app, make) -> Visitor:
    return Visitor(app).signed_in_as(make.account(COORDINATOR, name="Morag"))


def lines() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(RecordLine)) or 0


def a_stack(make) -> str:
    round_ = make.voting_round()
    make.cards(round_, 10)
    cards.send_out_cards(COMMAND, round_, 1, 10, "The library")
    return f"/rounds/{round_.id}/cards/stacks/1"


def a_session(make) -> str:
    session_ = make.session_at(make.voting_round(), make.account(FACILITATOR))
    with exclusive_transaction():
        session_.starts_at = session_.starts_at.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
        session_.ends_at = session_.starts_at + timedelta(hours=2)
    return f"/rounds/{session_.round_id}/sessions/{session_.id}/change"


def a_text(make) -> str:
    project = make.on_the_ballot(make.applying_round())
    return f"/rounds/{project.round_id}/ballot-texts/{project.id}"


#: Each page that edits, and what is pressed on it.
PAGES = {
    "venue": (lambda make: f"/venues/{venues.add_venue(COMMAND, 'Thistle Club').id}", "Save the venue"),
    "section": (lambda make: f"/rounds/{make.applying_round().id}/settings/name", "Save"),
    "session": (a_session, "Save the session"),
    "text": (a_text, "Save"),
    "roles": (lambda make: f"/people/{make.account(FACILITATOR).id}", "Save the roles"),
}


@pytest.mark.parametrize(("page_of", "button"), PAGES.values(), ids=PAGES)
def test_a_save_that_changes_nothing_leaves_no_line_and_says_so(make, person, page_of, button):
    path = page_of(make)
    before, shown = lines(), person.opens(path)
    assert shown.status == 200
    page = person.presses(button)
    assert page.status == 200 and SAID in page.html and lines() == before


def test_a_text_that_nobody_changed_stays_approved(make, person):
    project = make.on_the_ballot(make.applying_round())
    checked_by = project.ballot_text.approved_by
    person.opens(f"/rounds/{project.round_id}/ballot-texts/{project.id}")
    person.presses("Save")
    db.session.rollback()
    assert checked_by and project.ballot_text.approved_by == checked_by


def test_a_count_that_says_the_same_again_stays_that_of_who_counted_first(app, make, person):
    """Else the first person could confirm, as the second, what they counted themself."""
    path, other = a_stack(make), Visitor(app).signed_in_as(make.account(COORDINATOR))
    for who in (person, other):
        who.opens(path)
        page = (
            who.types("How many cards were handed out?", "8")
            .types("Numbers of the cards", "9-10")
            .presses("Save this count")
        )
    assert SAID in page.html and "Counted by Morag" in " ".join(page.main.split())


def test_who_goes_on_in_an_application_without_changing_anything_leaves_no_line(make, visitor):
    project, _code = make.begun(make.applying_round())
    save = partial(save_answers, APPLICANT, project, {"group_name": project.group_name})
    with pytest.raises(NothingChanged):
        save()


def test_an_interest_that_is_declared_again_after_a_release_holds_again(make):
    """A declaration is no edit: the same words on another day say that the interest is there then."""
    round_, member = make.applying_round(), make.staff(STEERING)
    declare_interest(actor_of(member), round_id=round_.id, description="I sing there")
    before = lines()
    declare_interest(actor_of(member), round_id=round_.id, description="I sing there")
    assert lines() == before + 1
