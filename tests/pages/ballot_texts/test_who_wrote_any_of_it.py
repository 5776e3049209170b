"""Nobody checks a ballot text in which words of theirs stand, be it that somebody else changed it last."""

from __future__ import annotations

import pytest

from pb.database import db, exclusive_transaction
from pb.people.models import Account
from pb.projects import actions
from pb.projects.models import Project
from pb.projects.queries import writers_of
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.text_writers import words_of, writers_now
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING
from tests.support.makers.projects import WORDS, actor_of

OTHER_WORDS = (
    "Old songs from every country, sung together on Friday afternoons with a piano and warm scones. Carers may come too; "
    "large print sheets lie ready, while whoever would rather listen finds comfortable seats near one window. Afterwards "
    "volunteers drive people home, right up to their doors, whatever weather we have that week."
)


@pytest.fixture
def project(make):
    return make.eligible(make.applying_round())


@pytest.fixture
def people(make):
    """A coordinator and three members."""
    return [actor_of(make.staff(role)) for role in (COORDINATOR, STEERING, STEERING, STEERING)]


def writes(by, project, title="A day by the water", body=WORDS):
    actions.write_ballot_text(by, db.session.get_one(Project, project.id), BallotTextChange(title, body))


def who_wrote(project) -> set[int]:
    text = db.session.get_one(Project, project.id).ballot_text
    return writers_of([text])[project.id]


@pytest.mark.both_databases
def test_the_first_writer_does_not_check_a_text_of_which_a_colleague_changed_a_letter(project, people):
    first, second, third, _other = people
    writes(first, project)
    writes(second, project, title="A day by the waters")
    assert who_wrote(project) == {first.account_id, second.account_id}
    for by in (first, second):
        with pytest.raises(Refusal, match="You wrote this text, or part of it"):
            actions.approve_ballot_text(by, project)
        with pytest.raises(Refusal, match="Someone who wrote part of this text"), exclusive_transaction() as session:
            session.connection().exec_driver_sql(f"UPDATE ballot_text SET approved_by = {by.account_id}")
    actions.approve_ballot_text(third, project)
    assert db.session.get_one(Project, project.id).ballot_text.approved_by == third.account_id


def test_the_letter_of_a_colleague_stays_theirs_whoever_writes_next(project, people):
    first, second, third, other = people
    writes(first, project)
    writes(second, project, title="A day by the waters")
    writes(third, project, title="A day by the waters", body=f"{WORDS} Tea comes at four.")
    assert who_wrote(project) == {first.account_id, second.account_id, third.account_id}
    actions.approve_ballot_text(other, project)


def test_who_writes_it_all_anew_leaves_the_others_free_to_check(project, people):
    """The way on where everybody has written in it."""
    for number, by in enumerate(people):
        writes(by, project, body=f"{WORDS} {'Tea comes at four. ' * number}".strip())
    assert len(who_wrote(project)) == 4
    writes(people[0], project, title="Songs", body=OTHER_WORDS)
    assert who_wrote(project) == {people[0].account_id}
    actions.approve_ballot_text(people[1], project)


def test_the_page_says_who_wrote_it_and_what_else_can_be_done(visitor, project, people):
    first, second, _third, _other = people
    writes(first, project)
    writes(second, project, title="A day by the waters")
    page = visitor.signed_in_as(db.session.get_one(Account, first.account_id)).opens(
        f"/rounds/{project.round_id}/ballot-texts/{project.id}/check"
    )
    assert "You wrote this text, or part of it" in page.main and "Approve this text" not in page.buttons
    assert "write the whole text again in their own words" in page.main
    assert "View the text" in visitor.opens(f"/rounds/{project.round_id}/ballot-texts").main


def test_words_of_an_older_text_are_those_of_who_changed_it_last():
    before = words_of({"title": "A bus trip", "body": "We go to the sea and back", "picture": 7, "sound": None})
    now = words_of({"title": "A bus trip", "body": "We walk along the sea and back", "picture": 8, "sound": None})
    assert writers_now(before, {1: range(len(before))}, now, 2) == {1: [0, 1, 2, 6, 7, 8, 9], 2: [3, 4, 5, 10]}
