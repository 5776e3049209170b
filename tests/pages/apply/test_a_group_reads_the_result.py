"""A group comes back with its code after the publication, or after its project was withdrawn."""

from __future__ import annotations

import pytest

from pb import clock
from pb.codes import shown
from pb.database import exclusive_transaction
from pb.formats import money
from pb.pages.results.result_view import published
from pb.projects import actions
from pb.projects.models import Assessment
from pb.projects.queries import ballot_lines
from pb.rounds.actions import agree_to, propose_withdrawal
from pb.web.access import Actor, Role
from tests.support.makers.projects import actor_of


@pytest.fixture
def reads(new_visitor, make):
    """What the group of a project on the ballot reads of its application."""

    def page(line) -> str:
        member, other = make.staff(Role.STEERING).id, make.staff(Role.STEERING).id
        with exclusive_transaction() as session:
            line.project.sent_at = clock.now()
            said = {"outcome": "eligible", "reason": "", "made_by": member, "made_at": clock.now(), "rests_on": "0"}
            session.add(decided := Assessment(project_id=line.project_id, **said))
            session.flush()
            decided.agreed_by, decided.agreed_at = other, clock.now()
        code = actions.renew_code(actor_of(make.staff(Role.COORDINATOR)), line.project, "They lost it.")
        group = new_visitor()
        group.opens("/apply/resume")
        return group.types("Your code", shown(code)).presses("Open it").main

    return page


def test_each_group_reads_whether_its_project_is_funded_and_where_the_reasons_are(reads, make):
    costs = [40_000, 50_000, 30_000]  # of a pot of £1,000
    round_ = make.published(make.voting_round(min_choices=1, costs=costs), (1,), (1,), (1, 2), (2,), (3,))
    result = published(round_.id)
    pages = {row.number: reads(result.lines[str(row.number)]) for row in result.rows}
    assert [(row.number, row.decision) for row in result.rows] == [(1, "funded"), (2, "funded"), (3, "not-funded")]
    for number, cost in ((1, 40_000), (2, 50_000)):
        assert f"Your project is funded Your group gets {money(cost)}." in pages[number]
    assert "Your project is not funded" in pages[3]
    for page in pages.values():
        assert "Read the result and the reasons" in page and "Your application has been accepted" not in page


def test_before_the_publication_a_group_reads_its_number_on_the_ballot_and_nothing_of_a_result(reads, make):
    round_ = make.voting_round(min_choices=1)
    make.opened_box(round_, (1,), (2,))
    page = reads(ballot_lines(round_.id)[1])
    assert "On the ballot it has the number 2." in page and "funded" not in page and "the result" not in page


def test_the_group_of_a_withdrawn_project_reads_it_once_two_people_have_agreed(reads, make):
    round_ = make.voting_round()
    one, two = (Actor(make.staff(Role.STEERING).id, Role.STEERING) for _ in range(2))
    line = ballot_lines(round_.id)[1]
    decision = propose_withdrawal(one, make.fresh(round_), line.project_id, "The group has folded.")
    assert "taken off the ballot" not in reads(line), "it is only proposed"
    agree_to(two, decision)
    assert "Your project has been taken off the ballot" in reads(line)
