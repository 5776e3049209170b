"""A group reads with its code that it is offered a part, and answers; staff write down what it says by telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock
from pb.codes import shown
from pb.database import exclusive_transaction
from pb.formats import day, day_in_boxes
from pb.pages.letters.results import result_letters
from pb.programme.queries.chores import chores_of
from pb.programme.rules.chores import ChoreKind
from pb.programme.rules.letters import Office
from pb.projects import actions
from pb.projects.models import Assessment
from pb.projects.queries import ballot_lines
from pb.results.queries.counts import publication_of
from pb.results.queries.offers import offers_now
from pb.web.access import Role
from tests.support.makers.projects import actor_of

COSTS, BALLOTS = [500_00, 700_00, 600_00], [(1, 2), (1, 2), (1, 3)]


@pytest.fixture
def round_(make, clock):
    found = make.published(make.voting_round(costs=COSTS, least=100_00, part_funding=True, min_choices=1), *BALLOTS)
    clock.set(publication_of(found.id).published_at + timedelta(days=1))
    return make.fresh(found)


@pytest.fixture
def group(new_visitor, make, round_):
    """The group of project 2, on its page."""
    line = ballot_lines(round_.id)[1]
    member, other = make.staff(Role.STEERING).id, make.staff(Role.STEERING).id
    with exclusive_transaction() as session:
        line.project.sent_at = clock.now()
        said = {"outcome": "eligible", "reason": "", "made_by": member, "made_at": clock.now(), "rests_on": "0"}
        session.add(decided := Assessment(project_id=line.project_id, **said))
        session.flush()
        decided.agreed_by, decided.agreed_at = other, clock.now()
    code = actions.renew_code(actor_of(make.staff(Role.COORDINATOR)), line.project, "They lost it.")
    found = new_visitor()
    found.opens("/apply/resume")
    found.types("Your code", shown(code)).presses("Open it")
    return found


@pytest.mark.parametrize(("answer", "kept", "then"), [
    ("Yes, we can do our project with it", "accepted", "Your group gets £500 of the £700 that it asked for."),
    ("No, we cannot do our project with it", "declined", "Your group said no on"),
])  # fmt: skip
def test_the_group_answers_with_its_code(group, round_, answer, kept, then):
    [offered] = offers_now(round_.id)
    assert f"Please answer by {day(offered.until)}." in group.page.main
    group.follows("Say whether your group takes it")
    assert "£500 of the £700" in group.page.main and "or nothing by that day" in group.page.main
    group.presses("Send our answer")
    assert "Select yes or no." in group.page.text
    group.ticks(answer).presses("Send our answer")
    assert "We have your answer." in group.page.text and then in group.page.main
    assert [each.answer for each in offers_now(round_.id)] == [kept]
    assert group.opens("/apply/offer").status == 409 or "No part of the money waits" in group.page.text


def test_staff_write_down_what_the_group_said_on_the_telephone(make, round_, new_visitor):
    morag = new_visitor().signed_in_as(make.staff(Role.COORDINATOR))
    morag.opens(f"/rounds/{round_.id}/after-close")
    morag.follows("Offers of a part")
    assert "We wait for its answer until" in morag.page.main
    morag.follows("Write down what the group said")
    morag.types("Who said it for the group?", "Rose Gray").ticks("By phone")
    morag.types("On which day?", day_in_boxes(clock.today())).ticks("It does not take it")
    morag.presses("Save what the group said")
    assert "and said no on" in morag.page.main and "The votes are counted on" in morag.page.main
    assert "A group did not take the part" in morag.opens(f"/rounds/{round_.id}/after-close").main


def test_the_dashboard_names_an_offer_and_that_its_last_day_is_over(make, round_, new_visitor, clock):
    def waits():
        return [
            each.kind for each in chores_of(make.fresh(round_), 0) if each.kind.value.endswith(("answer", "is_over"))
        ]

    assert waits() == [ChoreKind.WRITE_OFFER_ANSWER]
    clock.set(publication_of(round_.id).published_at + timedelta(days=20))
    assert waits() == [ChoreKind.OFFER_IS_OVER]
    morag = new_visitor().signed_in_as(make.staff(Role.COORDINATOR))
    morag.opens(f"/rounds/{round_.id}/after-close/offers")
    morag.presses("The group did not answer in time")
    assert "did not answer by" in morag.page.main and waits() == []


def test_the_letter_says_until_when_to_answer(round_, app):
    with app.test_request_context():
        office = Office("Thistlemoor", "", "", "", "")
        [letter] = result_letters(round_, [ballot_lines(round_.id)[1].project], office)
    assert f"Please tell us by {day(offers_now(round_.id)[0].until)}" in " ".join(map(str, letter.points))
