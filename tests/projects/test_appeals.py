"""A group appeals, two others answer with a decision of their own, and the freeze waits for them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.clock import LOCAL
from pb.database import db
from pb.formats import day_time
from pb.people.actions import declare_interest
from pb.programme.queries.freezing import ready
from pb.programme.rules.freezing import missing_for_freeze
from pb.projects import actions
from pb.projects.models import Project
from pb.projects.queries import still_to_assess
from pb.projects.rules.said_for import SaidBy
from pb.refusals import Refusal
from pb.roles import STEERING, Actor, Role
from pb.rounds.models import Round
from tests.support.deciding import NO, YES, stands
from tests.support.makers.projects import APPLICANT, actor_of, declares
from tests.support.round_settings import change_settings

WORDS = "It is ten minutes by bus."


@pytest.fixture
def refused(make):
    """An application that two members found not eligible."""
    project = make.application(make.applying_round())
    make.decided(project, *NO.values())
    return project


def fresh(project: Project) -> Project:
    db.session.rollback()
    return db.session.get_one(Project, project.id)


def others(make, project: Project, number: int = 2) -> list[Actor]:
    return [declares(actor_of(make.staff(STEERING)), project) for _ in range(number)]


def deciders(project: Project) -> list[Actor]:
    said = project.assessments[-1]
    return [Actor(each, STEERING) for each in (said.made_by, said.agreed_by)]


@pytest.mark.parametrize(("answer", "then"), [(YES, "eligible"), (NO, "not_eligible")])
def test_two_others_answer_with_a_decision_of_their_own_and_history_stays(make, refused, answer, then):
    first = deciders(refused)
    actions.appeal(APPLICANT, refused, WORDS)
    round_ = db.session.get_one(Round, refused.round_id)
    assert [each.id for each in still_to_assess(round_).appealed] == [refused.id]
    for each in first:
        with pytest.raises(Refusal, match="did not make this decision"):
            actions.propose_assessment(each, fresh(refused), **answer)
    one, two = others(make, refused)
    actions.propose_assessment(one, fresh(refused), **answer)
    for each in first:
        with pytest.raises(Refusal, match="did not make this decision"):
            actions.agree_to_assessment(each, fresh(refused))
    assert stands(refused) == "not_eligible"
    actions.agree_to_assessment(two, fresh(refused))
    assert stands(refused) == then
    project = fresh(refused)
    old, new = project.assessments
    assert (old.reason, old.appeal.message, new.answers_id, new.appeal_until) == (NO["reason"], WORDS, old.id, None)
    assert still_to_assess(round_).appealed == [] and project.open_appeal is None
    with pytest.raises(Refusal, match="the answer to an appeal" if then == "not_eligible" else "no decision"):
        actions.appeal(APPLICANT, project, "Once more.")
    if then == "not_eligible":  # and what is decided afterwards is a decision as any other
        actions.propose_assessment(first[0], fresh(refused), **YES)
        actions.agree_to_assessment(first[1], fresh(refused))
        assert stands(refused) == "eligible"


@pytest.mark.both_databases
def test_an_appeal_that_staff_wrote_down_does_not_use_up_the_groups_own(make, refused):
    """A coordinator could write down a poor one, and have it answered before the group has read the decision."""
    letter = SaidBy("Rose Gray", "telephone", program_clock.now())
    actions.appeal(make.actor(Role.COORDINATOR), refused, "They are cross.", letter)
    answered(make, refused)
    answer = fresh(refused).assessments[-1]
    assert answer.appeal_until is not None and stands(refused) == "not_eligible"
    with pytest.raises(Refusal, match="the answer to an appeal"):
        actions.appeal(make.actor(Role.COORDINATOR), fresh(refused), "Once more.", letter)
    actions.appeal(APPLICANT, fresh(refused), WORDS)
    assert fresh(refused).open_appeal.assessment_id == answer.id
    answered(make, refused)
    with pytest.raises(Refusal, match="the answer to an appeal"):
        actions.appeal(APPLICANT, fresh(refused), "Once more.")


def answered(make, project):
    one, two = others(make, project)
    actions.propose_assessment(one, fresh(project), **NO)
    actions.agree_to_assessment(two, fresh(project))


def test_a_proposal_that_waited_when_the_appeal_came_is_void(make, refused):
    first = deciders(refused)
    actions.propose_assessment(first[0], refused, **YES)
    actions.appeal(APPLICANT, fresh(refused), WORDS)
    with pytest.raises(Refusal, match="changed since"):
        actions.agree_to_assessment(others(make, refused)[0], fresh(refused))
    one, two = others(make, refused)
    actions.propose_assessment(one, fresh(refused), **YES)
    actions.agree_to_assessment(two, fresh(refused))
    assert stands(refused) == "eligible"


def test_where_one_decides_two_others_answer_all_the_same(make):
    project = make.application(make.applying_round(assessed_by_two=None))
    made_by = make.decided(project, *NO.values()).made_by
    actions.appeal(APPLICANT, project, WORDS)
    for who in (Actor(made_by, STEERING), others(make, project, 1)[0]):
        with pytest.raises(Refusal, match="has appealed"):
            actions.assess(who, fresh(project), **YES)
    with pytest.raises(Refusal, match="did not make this decision"):
        actions.propose_assessment(Actor(made_by, STEERING), fresh(project), **YES)
    one, two = others(make, project)
    actions.propose_assessment(one, fresh(project), **YES)
    actions.agree_to_assessment(two, fresh(project))
    assert stands(project) == "eligible"


def test_who_has_an_interest_does_not_answer(make, refused):
    actions.appeal(APPLICANT, refused, WORDS)
    (close,) = others(make, refused, 1)
    declare_interest(close, round_id=refused.round_id, project_id=refused.id, description="I sing there.")
    with pytest.raises(Refusal, match="declared an interest"):
        actions.propose_assessment(close, fresh(refused), **YES)


def test_who_has_an_interest_writes_no_appeal_down(make, refused):
    close = make.actor(Role.COORDINATOR)
    declare_interest(close, round_id=refused.round_id, project_id=refused.id, description="I sing there.")
    with pytest.raises(Refusal, match="declared an interest"):
        actions.appeal(close, fresh(refused), WORDS, SaidBy("Rose Gray", "telephone", program_clock.now()))


def test_until_when_and_how_often_a_group_can_appeal(make, refused):
    until = refused.assessments[-1].appeal_until
    assert until.astimezone(LOCAL).time().isoformat() == "00:00:00"
    assert until.astimezone(LOCAL).date() == (program_clock.now() + timedelta(days=15)).astimezone(LOCAL).date()
    for words in ("", " \u200b ", "a" * 2001):
        with pytest.raises(Refusal):
            actions.appeal(APPLICANT, refused, words)
    with program_clock.moved(until + timedelta(minutes=15)), pytest.raises(Refusal, match="now too late"):
        actions.appeal(APPLICANT, refused, WORDS)
    with program_clock.moved(until + timedelta(minutes=14)):  # what was typed when the day ended is sent
        actions.appeal(APPLICANT, refused, WORDS)
        with pytest.raises(Refusal, match="already appealed"):
            actions.appeal(APPLICANT, fresh(refused), WORDS)


def test_the_day_that_the_group_was_told_stays_when_the_setting_changes(make, refused):
    until = refused.assessments[-1].appeal_until
    round_ = db.session.get_one(Round, refused.round_id)
    change_settings(make.actor(Role.COORDINATOR), round_, appeal_days=1)
    another = make.application(make.applying_round(appeal_days=0))
    make.decided(another, *NO.values())
    with pytest.raises(Refusal, match="Nobody can appeal in this round"):
        actions.appeal(APPLICANT, another, WORDS)
    assert fresh(refused).assessments[-1].appeal_until == until


def test_a_letter_that_came_in_time_is_written_down_with_who_and_when(make, refused):
    desk = make.actor(Role.COORDINATOR)
    until = refused.assessments[-1].appeal_until
    on = until - timedelta(days=1)
    with program_clock.moved(until + timedelta(days=3)):
        with pytest.raises(Refusal, match="who said it"):
            actions.appeal(desk, refused, WORDS)
        with pytest.raises(Refusal, match="now too late"):
            actions.appeal(desk, refused, WORDS, SaidBy("Rose Gray", "paper", until))
        for wrong in (
            SaidBy("", "paper", on),
            SaidBy("Rose", "pigeon", on),
            SaidBy("Rose", "paper", on - timedelta(days=90)),
        ):
            with pytest.raises(Refusal):
                actions.appeal(desk, refused, WORDS, wrong)
        made = actions.appeal(desk, refused, WORDS, SaidBy("Rose Gray", "paper", on))
    assert (made.said_by, made.came_by, made.recorded_by) == ("Rose Gray", "paper", desk.account_id)


def test_a_group_that_was_asked_to_change_something_appeals_or_does_it(make):
    project = make.application(make.applying_round())
    make.decided(project, "fix", "Say who drives.", (1,))
    actions.appeal(APPLICANT, project, "We said it: Anna drives.")
    actions.send_application(APPLICANT, fresh(project))
    assert (stands(project), fresh(project).open_appeal) == ("waiting", None)
    make.decided(fresh(project), "eligible")
    assert stands(project) == "eligible"


def test_a_change_must_come_by_its_day_and_then_the_group_is_decided_on(make):
    round_ = make.applying_round(fix_days=3)
    project = make.application(round_)
    make.decided(project, "fix", "Say who drives.", (1,))
    by = project.assessments[-1].fix_until
    with program_clock.moved(by + timedelta(minutes=15)):
        for late in (actions.send_application, lambda by, it: actions.save_answers(by, it, {"whom": "All."})):
            with pytest.raises(Refusal, match="decides on what you sent before"):
                late(APPLICANT, fresh(project))
        make.decided(fresh(project), "eligible")
    assert stands(project) == "eligible"
    another = make.application(round_)
    make.decided(another, "fix", "Say who drives.", (1,))
    with program_clock.moved(by + timedelta(minutes=14)):
        actions.send_application(APPLICANT, fresh(another))
    assert stands(another) == "waiting"


def test_the_freeze_waits_for_an_appeal_and_names_who_still_can(make, clock):
    with program_clock.moved(program_clock.now() - timedelta(days=15)):
        round_ = make.applying_round(appeal_days=30)
        for _number in range(3):
            make.on_the_ballot(round_)
        project = make.application(round_)
        make.decided(project, *NO.values())
    found = ready(round_)
    assert missing_for_freeze(found) == [] and found.may_appeal == [
        (project.title, day_time(project.assessments[-1].appeal_until))
    ]
    actions.appeal(APPLICANT, project, WORDS)
    (told,) = missing_for_freeze(ready(round_))
    assert "A group has appealed against the decision on" in str(told.sentence) and told.page == "applications"
    actions.withdraw_application(APPLICANT, fresh(project))
    assert missing_for_freeze(ready(round_)) == []
