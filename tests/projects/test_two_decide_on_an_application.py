"""Two members decide on an application: what one proposes counts for nothing until another has agreed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from pb.database import db, exclusive_transaction
from pb.people import actions as people
from pb.projects import actions
from pb.projects.models import Assessment, Project
from pb.projects.queries import still_to_assess
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.rounds.models import Round
from tests.support.deciding import NO, YES, stands
from tests.support.makers.projects import APPLICANT, declares
from tests.support.safety.racing import at_once

STEERING = Role.STEERING


def lines() -> list[tuple[str, int | None, dict]]:
    query = select(RecordLine).where(RecordLine.act.startswith("assessment."))
    return [(each.act, each.actor_id, each.facts) for each in db.session.scalars(query.order_by(RecordLine.position))]


def test_a_proposal_changes_nothing_and_counts_once_another_has_agreed(project, jean, effie):
    said = actions.propose_assessment(jean, project, **NO)
    assert (stands(project), project.assessments, project.proposal) == ("waiting", [], said)
    actions.agree_to_assessment(effie, project)
    assert stands(project) == "not_eligible"
    assert (said.made_by, said.agreed_by, project.proposal) == (jean.account_id, effie.account_id, None)
    assert lines() == [
        ("assessment.proposed", jean.account_id, {"project": project.id}),
        (
            "assessment.agreed",
            effie.account_id,
            {"project": project.id, "outcome": "not_eligible", "unmet": [1]},
        ),
    ]


@pytest.mark.both_databases
def test_one_member_with_every_power_never_decides_alone(app, make, project):
    """They hold each role that a member may have, propose, agree, contradict, withdraw and propose again."""
    mal = make.account(STEERING, Role.FACILITATOR, Role.COUNTER)
    selves = [Actor(mal.id, role) for role in (*mal.roles, Role.COORDINATOR, Role.COMMAND, Role.APPLICANT)]
    decided = make.eligible(make.applying_round())
    for each in (project, decided):
        declares(Actor(mal.id, STEERING), each)
    for each, wanted, before in ((project, YES, "waiting"), (decided, NO, "eligible")):
        acts = [
            lambda by, each=each, wanted=wanted: actions.propose_assessment(by, each, **wanted),
            lambda by, each=each: actions.agree_to_assessment(by, each),
            lambda by, each=each, wanted=wanted: actions.propose_instead(by, each, **wanted),
            lambda by, each=each, wanted=wanted: actions.assess(by, each, **wanted),
            lambda by, each=each: actions.withdraw_assessment(by, each),
        ]
        for one in (*acts, *reversed(acts), acts[0]):
            for by in selves:
                with suppress(Refusal, IntegrityError):
                    one(by)
                assert stands(each) == before
    actions.agree_to_assessment(make.member_for(project), project)
    assert stands(project) == "eligible", "another person can: the play says something"


@pytest.mark.both_databases
@pytest.mark.parametrize("past", ["alone", "at once", "by one", "by somebody else", "by who has left"])
def test_the_database_keeps_the_two_apart_whatever_the_program_does(make, project, jean, past):
    values = {"agreed_by": jean.account_id, "now": "2026-06-01 12:00:00", "project": project.id}
    if past in ("at once", "by one"):
        statement = (
            "INSERT INTO assessment (project_id, outcome, reason, unmet, made_by, made_at, rests_on, agreed_by, agreed_at) "
            "VALUES (:project, 'eligible', '', '', :agreed_by, :now, NULL, NULL, NULL)"
        )
        if past == "at once":
            values["other"] = make.staff(STEERING).id
            statement = statement.replace("NULL, NULL, NULL", "'x', :other, :now")
    else:
        actions.propose_assessment(jean, project, **YES)
        statement = "UPDATE assessment SET agreed_by = :agreed_by, agreed_at = :now WHERE project_id = :project"
        if past == "by somebody else":
            values["agreed_by"] = make.staff(Role.COUNTER).id
        if past == "by who has left":
            values["agreed_by"] = make.account(STEERING).id
            make.leaves(values["agreed_by"])
    with pytest.raises((IntegrityError, Refusal)), exclusive_transaction() as session:
        session.execute(text(statement), values)
    assert stands(project) == "waiting"


def test_who_does_not_agree_proposes_something_else_and_the_first_may_agree_to_it(project, jean, effie):
    first = actions.propose_assessment(jean, project, **YES)
    with pytest.raises(Refusal, match="has already been proposed"):
        actions.propose_assessment(effie, project, **NO)
    with pytest.raises(Refusal, match="You proposed this decision"):
        actions.propose_instead(jean, project, **NO)
    second = actions.propose_instead(effie, project, **NO)
    assert (first.ended_by, project.proposal, stands(project)) == (effie.account_id, second, "waiting")
    assert lines()[-1] == (
        "assessment.contradicted",
        effie.account_id,
        {"project": project.id, "account": jean.account_id},
    )
    with pytest.raises(Refusal, match="someone else must agree"):
        actions.agree_to_assessment(effie, project)
    actions.agree_to_assessment(jean, project)
    assert stands(project) == "not_eligible" and [each.id for each in project.assessments] == [second.id]


def test_only_the_proposer_withdraws_and_then_nobody_can_agree(project, jean, effie):
    actions.propose_assessment(jean, project, **YES)
    with pytest.raises(Refusal, match="Only they can|Someone else proposed this"):
        actions.withdraw_assessment(effie, project)
    actions.withdraw_assessment(jean, project)
    for act in (actions.agree_to_assessment, actions.withdraw_assessment):
        with pytest.raises(Refusal, match="is waiting for a second person"):
            act(effie, project)
    with pytest.raises(Refusal, match="is waiting for a second person"):
        actions.propose_instead(effie, project, **NO)
    actions.propose_assessment(jean, project, **NO)
    actions.agree_to_assessment(effie, project)
    assert stands(project) == "not_eligible"


def test_changing_a_decision_takes_two_again_and_so_does_asking_to_mend(make, project, jean, effie):
    make.decided(project, "eligible")
    actions.propose_assessment(jean, project, outcome="fix", reason="Say who drives.", unmet=[1])
    assert stands(project) == "eligible"
    with pytest.raises(Refusal, match="has been sent"):
        actions.save_answers(APPLICANT, project, {"what": "Rab drives."})
    actions.agree_to_assessment(effie, project)
    assert stands(project) == "fix"
    actions.save_answers(APPLICANT, project, {"what": "Rab drives."})
    actions.send_application(APPLICANT, project)
    assert stands(project) == "waiting"


@pytest.mark.parametrize("act", [actions.propose_instead, actions.propose_assessment, actions.agree_to_assessment])
def test_who_has_an_interest_takes_no_part(make, project, jean, effie, act):
    people.declare_interest(effie, round_id=project.round_id, project_id=project.id, description="I sing there.")
    if act != actions.propose_assessment:
        actions.propose_assessment(jean, project, **YES)
    with pytest.raises(Refusal, match="You have declared an interest"):
        act(effie, project, **({} if act == actions.agree_to_assessment else NO))


@pytest.mark.both_databases
def test_of_two_who_agree_at_the_same_moment_one_is_the_second(app, make, project, jean):
    actions.propose_assessment(jean, project, **YES)
    project_id, members = project.id, [make.member_for(project) for _ in range(2)]
    db.session.remove()

    def agrees(by):
        try:
            actions.agree_to_assessment(by, db.session.get_one(Project, project_id))
        except Refusal as refusal:
            return str(refusal.sentence)
        return "agreed"

    said = at_once(app, [lambda by=by: agrees(by) for by in members])
    assert sorted(said) == ["No decision on this application is waiting for a second person.", "agreed"]


def test_a_withdrawn_application_waits_for_nobody(project, jean, effie):
    actions.propose_assessment(jean, project, **YES)
    actions.withdraw_application(APPLICANT, project)
    assert still_to_assess(db.session.get_one(Round, project.round_id)) == ([], [], [], [], [])
    with pytest.raises(Refusal, match="The group has withdrawn this application"):
        actions.agree_to_assessment(effie, project)


@pytest.mark.both_databases
def test_every_assessment_stands_in_one_row_that_says_who_decided(make, project):
    made = make.decided(project, "eligible")
    assert db.session.scalars(select(Assessment)).all() == [made] and made.made_by != made.agreed_by
