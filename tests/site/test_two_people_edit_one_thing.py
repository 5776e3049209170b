"""Two people have one thing open: who saves second is told what the other changed, sees both, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pb.database import db, exclusive_transaction
from pb.pages.edits import EditForm
from pb.people.actions import declare_interest
from pb.people.models import Account
from pb.record.models import RecordLine
from pb.venues import actions as venues
from pb.voting import actions as cards
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING
from tests.support.makers.projects import actor_of
from tests.support.makers.voting import COMMAND
from tests.support.safety.racing import at_once
from tests.support.visitor import Visitor


@dataclass(frozen=True)
class Edit:
    """A page that edits: its address, its button, and a field that both change."""

    path: str
    button: str
    field: str
    theirs: str
    yours: str


def a_venue(make) -> Edit:
    venue = venues.add_venue(COMMAND, "Thistle Lunch Club")
    return Edit(f"/venues/{venue.id}", "Save the venue", "When is it quiet", "Mondays", "Tuesdays")


def a_round(make) -> Edit:
    path = f"/rounds/{make.applying_round().id}/settings/name"
    return Edit(path, "Save", "Name of the round", "Spring of 2027", "Summer of 2027")


def a_ballot_text(make) -> Edit:
    project = make.on_the_ballot(make.applying_round())
    return Edit(f"/rounds/{project.round_id}/ballot-texts/{project.id}", "Save", "Title", "A choir", "A large choir")


def a_stack_of_cards(make) -> Edit:
    round_ = make.voting_round()
    make.cards(round_, 10)
    cards.send_out_cards(COMMAND, round_, 1, 10, "The library")
    return Edit(
        f"/rounds/{round_.id}/cards/stacks/1", "Save this count", "If a card is missing", "A gust of wind", "A dog"
    )


EDITS: list[Callable] = [a_venue, a_round, a_ballot_text]


@pytest.fixture
def both(app, make) -> tuple[Visitor, Visitor]:
    people = [Visitor(app).signed_in_as(make.account(COORDINATOR, name=name)) for name in ("Morag", "Ina")]
    return people[0], people[1]


def lines() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(RecordLine)) or 0


@pytest.mark.both_databases
@pytest.mark.parametrize("edit_of", EDITS)
def test_who_saves_second_is_told_sees_both_and_loses_nothing(make, both, edit_of):
    edit, (morag, ina) = edit_of(make), both
    for person in both:
        person.opens(edit.path)
    morag.types(edit.field, edit.theirs).presses(edit.button)
    there = lines()
    page = ina.types(edit.field, edit.yours).presses(edit.button)
    assert page.status == 409 and "Morag saved this while you were typing" in page.main
    assert edit.theirs in page.main and edit.yours in page.main
    assert lines() == there, "nothing has been saved yet"
    assert ina.presses(edit.button).status == 200, "now they know what they save over"
    assert lines() == there + 1 and edit.yours in ina.opens(edit.path).html


def test_of_two_at_the_same_moment_the_second_is_told(app, make, both):
    edit = a_venue(make)
    forms = []
    for person, typed in zip(both, (edit.theirs, edit.yours), strict=True):
        person.opens(edit.path)
        person.types(edit.field, typed)
        pressed = person._form.button(edit.button)
        forms.append((person, person._form.data(person._form.form_of(pressed), pressed)))
    jobs = [lambda person=person, form=form: person.asks("POST", edit.path, data=form) for person, form in forms]
    assert sorted(answer.status_code for answer in at_once(app, jobs)) == [302, 409]


def test_what_only_the_other_changed_is_in_the_form_when_it_comes_back(make, both):
    edit, (morag, ina) = a_venue(make), both
    for person in both:
        person.opens(edit.path)
    morag.types(edit.field, "Mondays").presses(edit.button)
    page = ina.types("Name of the venue", "Upper Hall").presses(edit.button)
    assert page.status == 409 and "You had not changed this" in page.main
    ina.presses(edit.button)
    page = ina.opens(edit.path)
    assert "Mondays" in page.html and "Upper Hall" in page.html


def test_somebody_with_two_windows_is_told_that_it_was_themself(make, both):
    edit, (morag, _ina) = a_venue(make), both
    other = Visitor(morag.app)
    other.client = morag.client
    for window in (morag, other):
        window.opens(edit.path)
    morag.types(edit.field, edit.theirs).presses(edit.button)
    page = other.types(edit.field, edit.yours).presses(edit.button)
    assert page.status == 409 and "You saved this in another window" in page.main


def test_nobody_is_told_of_a_change_that_there_was_not(make, both):
    edit, (morag, ina) = a_venue(make), both
    for person in both:
        person.opens(edit.path)
    morag.presses(edit.button)
    assert ina.types(edit.field, "Mondays").presses(edit.button).status == 200


def test_a_team_is_not_put_back_by_somebody_who_had_the_page_open(make, both):
    session_ = make.session_at(make.voting_round(), *(make.account(FACILITATOR, name=name) for name in ("Jo", "Flo")))
    with exclusive_transaction():
        session_.starts_at += timedelta(days=1)
        session_.ends_at += timedelta(days=1)
    path = f"/rounds/{session_.round_id}/sessions/{session_.id}/change"
    morag, ina = both
    for person in both:
        person.opens(path)
    morag.unticks("Flo").presses("Save the session")
    page = ina.presses("Save the session")
    assert page.status == 409 and "Jo" in page.main


def test_two_who_count_one_stack_of_cards_are_told(make, both):
    edit, (morag, ina) = a_stack_of_cards(make), both
    for person in both:
        person.opens(edit.path)
        person.types("How many cards were handed out?", "8")
        person.types(edit.field, edit.theirs if person is morag else edit.yours)
    morag.presses(edit.button)
    page = ina.presses(edit.button)
    assert page.status == 409 and "Morag saved this while you were typing" in page.main
    assert edit.theirs in page.main and edit.yours in page.main


def test_two_who_submit_one_account_of_a_session_are_told(app, make):
    team = [make.account(FACILITATOR, name=name) for name in ("Jo", "Flo")]
    session_ = make.session_at(make.voting_round(), *team)
    path = f"/rounds/{session_.round_id}/session-desk/{session_.id}/ballot-paper-account"
    jo, flo = (Visitor(app).signed_in_as(each) for each in team)
    for person, why in ((jo, "Nobody came."), (flo, "It was shut.")):
        declare_interest(actor_of(team[person is flo]), round_id=session_.round_id, description="")
        person.opens(path)
        person.types("If the numbers do not add up", why)
    jo.presses("Submit the ballot paper account")
    page = flo.presses("Submit the ballot paper account")
    assert page.status == 409 and "Jo saved this while you were typing" in page.main
    assert "Nobody came." in page.main and "It was shut." in page.main
    assert flo.presses("Submit the ballot paper account").status == 200


def test_roles_are_not_given_back_by_somebody_who_had_the_page_open(make, both):
    una_id = make.account(FACILITATOR, name="Una").id
    morag, ina = both
    for person in both:
        person.opens(f"/people/{una_id}")
    assert morag.ticks("Counter").presses("Save the roles").status == 200
    page = ina.presses("Save the roles")
    assert page.status == 409 and "Morag saved this while you were typing" in page.main and "Counter" in page.main
    assert db.session.get_one(Account, una_id).roles == {FACILITATOR, COUNTER}


def test_two_of_a_group_who_write_on_one_page_lose_nothing(app, make):
    _project, code = make.begun(make.applying_round())
    rose, sam = Visitor(app), Visitor(app)
    for person in (rose, sam):
        person.opens("/apply/resume")
        person.types("Your code", code).presses("Open it")
        person.opens("/apply/what")
    rose.types("What do you want to do", "A bus to the sea.").presses("Save and continue")
    page = sam.types("What do you want to do", "A train to the sea.").presses("Save and continue")
    assert page.status == 409 and "Someone else saved this while you were typing" in page.main
    assert "A bus to the sea." in page.main and "A train to the sea." in page.main


def test_a_decision_is_looked_at_again_where_another_member_has_decided(app, make):
    project = make.application(make.applying_round(criteria=0))
    jean, effie = (Visitor(app).signed_in_as(make.account(STEERING, name=name)) for name in ("Jean", "Effie"))
    for person in (jean, effie):
        person.opens(f"/rounds/{project.round_id}/applications/{project.id}")
    jean.ticks("Eligible: it goes on the ballot").presses("Propose this decision")
    effie.ticks("Not eligible: it cannot go on the ballot").types("Message to the group", "It is too far away.")
    page = effie.presses("Propose this decision")
    assert page.status == 409 and "Jean saved this while you were typing" in page.main and "Eligible" in page.main


def test_every_form_of_what_two_people_share_says_what_it_showed():
    names = {each.__name__ for each in _all(EditForm)}
    shared = {"VenueForm", "SectionForm", "SessionForm", "RolesForm", "BallotTextForm", "AssessmentForm", "StepForm"}
    shared |= {"AccountForm", "CountStackForm"}
    assert shared <= names


def _all(of: type) -> set[type]:
    return {each for sub in of.__subclasses__() for each in ({sub} | _all(sub))}
