"""What a proposed decision on an application rests on; and rounds in which one person decides, or did once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db, exclusive_transaction
from pb.people import actions as people
from pb.projects import actions
from pb.projects.models import Project
from pb.projects.queries import bases_of_decisions, is_overtaken, still_to_assess
from pb.record.acts import as_shown
from pb.record.models import Reason
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.rounds.models import Round
from tests.support.deciding import NO, YES, stands
from tests.support.makers.projects import APPLICANT, actor_of, declares
from tests.support.round_settings import change_settings

pytestmark = pytest.mark.databases_in_turn
STEERING = Role.STEERING


def an_answer(make, project, round_, jean):
    actions.save_answers(APPLICANT, project, {"what": "We would like to see the hills."})


def it_was_sent_again(make, project, round_, jean):
    actions.send_application(APPLICANT, project)


def a_rule(make, project, round_, jean):
    with exclusive_transaction():
        round_.criteria[0].question = "The bus is safe"


def they_left(make, project, round_, jean):
    make.leaves(jean.account_id)


def an_interest(make, project, round_, jean):
    people.declare_interest(jean, round_id=round_.id, project_id=project.id, description="My sister sings there.")


def an_interest_for_a_minute(make, project, round_, jean):
    an_interest(make, project, round_, jean)
    people.declare_interests(jean, round_id=round_.id, description="")


@pytest.mark.parametrize(
    "meanwhile", [an_answer, it_was_sent_again, a_rule, they_left, an_interest, an_interest_for_a_minute]
)
def test_what_a_proposal_rests_on_has_changed_so_it_is_proposed_again(make, project, jean, effie, meanwhile):
    round_ = db.session.get_one(Round, project.round_id)
    make.decided(project, "fix", "Say where.", [1])
    actions.propose_assessment(jean, project, **YES)
    assert [each.id for each in still_to_assess(round_).for_second] == [project.id]
    meanwhile(make, project, round_, jean)
    assert is_overtaken(project.proposal, bases_of_decisions(round_.id))
    waiting = still_to_assess(round_)
    assert ([each.id for each in waiting.undecided], waiting.for_second) == ([project.id], [])
    with pytest.raises(Refusal, match="Something has changed since this was proposed"):
        actions.agree_to_assessment(effie, project)
    actions.propose_assessment(effie, project, **YES)
    actions.agree_to_assessment(make.member_for(project), project)
    assert stands(project) == "eligible"


@pytest.mark.parametrize("older", [None, False])
def test_in_a_round_in_which_one_decides_one_does(make, jean, effie, older):
    project = make.application(make.applying_round(assessed_by_two=older))
    for each in (jean, effie):
        declares(each, project)
    for act in (actions.propose_assessment, actions.propose_instead):
        with pytest.raises(Refusal, match="In this round one steering group member decides"):
            act(jean, project, **YES)
    with pytest.raises(Refusal, match="In this round one steering group member decides"):
        actions.agree_to_assessment(effie, project)
    assert actions.assess(jean, project, **NO).agreed_by is None and stands(project) == "not_eligible"


def switched(by: Actor, round_: Round, on: bool) -> None:
    change_settings(by, round_, assessed_by_two=on)


def test_it_is_switched_off_only_while_nothing_has_been_proposed(make, project, jean):
    round_, morag = db.session.get_one(Round, project.round_id), actor_of(make.staff(Role.COORDINATOR))
    switched(morag, round_, False)
    switched(morag, round_, True)
    actions.propose_assessment(jean, project, **YES)
    with pytest.raises(Refusal, match="Two people have begun to decide"):
        switched(morag, round_, False)
    actions.withdraw_assessment(jean, project)
    with pytest.raises(Refusal, match="Two people have begun to decide"):
        switched(morag, round_, False)


def test_where_it_is_switched_on_what_one_decided_stays_and_is_decided_again_by_two(make, jean, effie):
    round_, morag = make.applying_round(assessed_by_two=None), actor_of(make.staff(Role.COORDINATOR))
    project = make.eligible(round_)
    for each in (jean, effie):
        declares(each, project)
    switched(morag, round_, True)
    assert stands(project) == "eligible"
    assert [each.id for each in still_to_assess(round_).by_one] == [project.id]
    with pytest.raises(Refusal, match="two steering group members decide"):
        actions.assess(jean, project, **NO)
    actions.propose_assessment(jean, project, **YES)
    actions.agree_to_assessment(effie, project)
    assert still_to_assess(round_) == ([], [], [], [], [])


def test_the_message_stands_beside_the_record_once_two_have_agreed_and_not_before(project, jean, effie):
    """All staff read the record."""
    actions.propose_assessment(jean, project, **NO)
    actions.propose_instead(effie, project, **{**NO, "reason": "It is dear."})
    assert db.session.scalars(select(Reason.text)).all() == []
    actions.agree_to_assessment(jean, project)
    assert db.session.scalars(select(Reason.text)).all() == ["It is dear."]


def test_who_agrees_has_seen_the_rules_that_changed_since_the_group_applied(make, project, jean, clock):
    actions.propose_assessment(jean, project, **YES)
    shown = as_shown("assessment.agreed", project.proposal)
    clock.forward(hours=1)
    round_, morag = db.session.get_one(Round, project.round_id), actor_of(make.staff(Role.COORDINATOR))
    change_settings(morag, round_, ceiling_pence=10_000)
    assert as_shown("assessment.agreed", db.session.get_one(Project, project.id).proposal) != shown
