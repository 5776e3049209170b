"""What a group reads on its page is true in every state that its application comes to. A new state is a function that
brings it there, and a row: what the page says, and what it does not say any longer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest

from pb import clock as program_clock
from pb.codes import shown
from pb.database import db, exclusive_transaction
from pb.programme.actions.following import start_next_round
from pb.projects import actions
from pb.projects.models import Assessment, Project
from pb.projects.queries import ballot_lines
from pb.results import actions as results
from pb.rounds import actions as decisions
from pb.rounds.actions import publish_round
from pb.web.access import Actor, Role
from tests.support.makers.projects import APPLICANT, actor_of

PROMISES = (
    "will be on the ballot",
    "is on the ballot",
    "Your project is funded",
    "has been accepted",
    "We have your application",
)


class Row(NamedTuple):
    brings: Callable
    says: tuple[str, ...]
    promises: tuple[str, ...] = ()


def begun(make):
    return make.begun(make.applying_round())[0]


def late(make):
    with program_clock.moved(program_clock.now() - timedelta(days=15)):
        return make.begun(make.applying_round())[0]


def sent(make):
    return make.application(make.applying_round())


def decided(outcome, *said):
    def brings(make):
        project = sent(make)
        make.decided(project, outcome, *said)
        return project

    return brings


def withdrawn(make):
    project = sent(make)
    actions.withdraw_application(APPLICANT, project)
    return project


def after_another_opened(outcome):
    """Another round is open when the group reads that it was not accepted."""

    def brings(make):
        project = decided(outcome, "It is outside the city.", (1,))(make)
        make.applying_round(name="Autumn round")
        return project

    return brings


def on_the_ballot(make, **settings):
    """A round in its voting time, in which two have said yes to each of three projects."""
    round_ = make.voting_round(min_choices=1, costs=[60_000, 50_000, 30_000], **settings)
    members = [make.staff(Role.STEERING).id for _ in range(2)]
    for line in ballot_lines(round_.id):
        accepted(line.project_id, *members)
    return make.fresh(round_)


def accepted(project_id: int, one: int, two: int) -> None:
    with exclusive_transaction() as session:
        session.get_one(Project, project_id).sent_at = program_clock.now()
        said = {"outcome": "eligible", "reason": "", "made_by": one, "made_at": program_clock.now(), "rests_on": "0"}
        session.add(decided := Assessment(project_id=project_id, **said))
        session.flush()
        decided.agreed_by, decided.agreed_at = two, program_clock.now()


def project_on(round_, number: int = 1):
    return ballot_lines(round_.id)[number - 1].project


def in_days(days: int):
    """The round is in its voting time in so many days, or was so many days ago."""

    def brings(make):
        with program_clock.moved(program_clock.now() + timedelta(days=days)):
            return project_on(on_the_ballot(make))

    return brings


def taken_off(make):
    round_ = on_the_ballot(make)
    one, two = (Actor(make.staff(Role.STEERING).id, Role.STEERING) for _ in range(2))
    decision = decisions.propose_withdrawal(one, round_, project_on(round_).id, "They folded.")
    decisions.agree_to(two, decision)
    return project_on(round_)


def published_round(make):
    with program_clock.moved(program_clock.now() - timedelta(days=40)):
        round_ = on_the_ballot(make)
        return make.published(make.fresh(round_), (1,), (1,), (1,), (2,), (2,), (3,))


def result_of(number: int):
    return lambda make: project_on(published_round(make), number)


def said_wrong_of(number: int):
    """Two people have said that the result is wrong."""

    def brings(make):
        round_ = published_round(make)
        one, two = make.actor(Role.STEERING), make.actor(Role.STEERING)
        results.agree_to_correct(two, round_, results.propose_correction(one, round_, "A bundle was typed twice."))
        return project_on(round_, number)

    return brings


def carried_over(make):
    round_ = published_round(make)
    project = project_on(round_, 2)
    new = {"name": "Autumn round", "weeks": 20, "with_money": False, "project_ids": [project.id]}
    by = Actor(make.account(Role.COORDINATOR).id, Role.COORDINATOR)
    publish_round(by, start_next_round(by, round_, **new))
    return project_on(round_, 2)


ROWS = {
    "begun": Row(begun, ("This application has not been sent yet", "Applications close on")),
    "not sent in time": Row(late, ("This application has not been sent", "was not sent in time")),
    "sent": Row(sent, ("Two members of the steering group decide on it together",), ("We have your application",)),
    "asked to mend": Row(
        decided("fix", "Say who drives.", (1,)),
        (
            "has asked you to change something",
            "Say who drives.",
            "This rule is not met: Rule 1 is met",
            "Change my answers",
        ),
    ),
    "accepted": Row(
        decided("eligible"), ("Your application meets all the rules.",), ("has been accepted", "will be on the ballot")
    ),
    "not accepted": Row(
        decided("not_eligible", "It is outside the city.", (1, 2)),
        (
            "has not been accepted",
            "It is outside the city.",
            "These rules are not met: Rule 1 is met Rule 2 is met",
            "What you can do next",
            "when the next round starts",
        ),
    ),
    "not accepted, and another round is open": Row(
        after_another_opened("not_eligible"), ("You can apply again now: “Autumn round” is open until",)
    ),
    "withdrawn by the group": Row(withdrawn, ("It was withdrawn on", "Nobody can vote for it.")),
    "on the ballot, before the vote": Row(
        in_days(9), ("On the ballot it has the number 1.", "People can vote from"), ("is on the ballot",)
    ),
    "while people vote": Row(
        in_days(0), ("On the ballot it has the number 1.", "People can vote until"), ("is on the ballot",)
    ),
    "after the close": Row(in_days(-20), ("Voting has closed. Come back with your code",), ("is on the ballot",)),
    "taken off the ballot": Row(
        taken_off, ("has been taken off the ballot", "Read the reason", "What you can do next")
    ),
    "funded": Row(result_of(1), ("Your group gets £600.",), ("Your project is funded",)),
    "not funded": Row(
        result_of(2),
        (
            "Your project is not funded",
            "it costs £500, and £400 was left",
            "What you can do next",
            "when the next round starts",
        ),
    ),
    "funded, and the result is being corrected": Row(
        said_wrong_of(1),
        ("It said that your project is funded. This may change.", "What is wrong: A bundle was typed twice."),
    ),
    "not funded, and the result is being corrected": Row(
        said_wrong_of(2), ("It said that your project is not funded. This may change.", "Read the result")
    ),
    "carried over": Row(
        carried_over, ("Your project is not funded", "Your project goes on in “Autumn round”.", "not need to apply")
    ),
}


@pytest.mark.parametrize("state", ROWS)
def test_the_page_of_a_group_says_what_is_true_now_and_promises_nothing_else(make, new_visitor, state):
    row = ROWS[state]
    project = row.brings(make)
    code = actions.renew_code(actor_of(make.staff(Role.COORDINATOR)), db.session.get_one(Project, project.id), "Lost.")
    group = new_visitor()
    group.opens("/apply/resume")
    page = group.types("Your code", shown(code)).presses("Open it").main
    for sentence in row.says:
        assert sentence in page, page
    assert [each for each in PROMISES if each in page] == [each for each in PROMISES if each in row.promises], page
