"""The steering group decides on applications: two members together, or one where the round says so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.edits import require_unedited
from pb.people.actions import require_no_interest_in
from pb.people.queries import has_declared
from pb.projects.actions.who_agrees import require_second_of_assessment
from pb.projects.models import Appeal, Assessment, Project
from pb.projects.queries import (
    assessment_as_shown,
    bases_of_decisions,
    criteria_of,
    decision_as_edited,
    is_overtaken,
    what_a_decision_rests_on,
)
from pb.projects.rules.appeals import end_of_day_after
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.assessments import assessment_errors
from pb.projects.rules.sentences import (
    ANSWER_THE_APPEAL,
    CHANGED_SINCE_PROPOSED,
    DECLARE_FIRST,
    NONE_WAITS,
    OPEN_IT_AGAIN,
    OTHERS_ANSWER,
    PROPOSE_AGAIN,
    TWO_ASSESS,
    WHERE_TO_DECLARE,
)
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import STEERING, Actor
from pb.rounds.models import Criterion, Round
from pb.rounds.rules.sentences import ASK_ANOTHER_MEMBER, PUBLISH_FIRST, WHAT_TWO_STILL_DECIDE
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

APPLICATION_ASSESSED = Act("application.assessed", _l("decided on application %(project)s"), only=(STEERING,))


def assess(by: Actor, project: Project, *, outcome: str, reason: str, unmet: Collection[int] = ()) -> Assessment:
    """In a round in which one decides: a member says "eligible", "not_eligible" or "fix", with a reason for the group.

    ``unmet``: positions of the round's criteria that are not met. Refuses somebody with a declared interest, an
    application that is not sent or is withdrawn, everything after the freeze, and a round in which two decide.
    """
    with acting(
        by, APPLICATION_ASSESSED, round_id=project.round_id, reason=tidy(reason), project=project.id, outcome=outcome
    ) as act:
        round_ = _require_open_for_assessment(act.session, by, project)
        if round_.assessed_by_two or project.open_appeal:
            raise Refusal(TWO_ASSESS if round_.assessed_by_two else ANSWER_THE_APPEAL, PROPOSE_AGAIN)
        require_unedited(by, decision_as_edited(project, criteria_of(project.round_id)))
        assessment = _written(act.session, by, project, outcome, reason, unmet, at=clock.now())
        _give_days(round_, assessment)
        act.facts["unmet"] = sorted(unmet)
    return assessment


#: The record, which all staff read, has neither outcome nor message of these two: before two have agreed only the
#: steering group and coordinators read them, on the page of the application.
ASSESSMENT_PROPOSED = Act("assessment.proposed", _l("proposed a decision on application %(project)s"), only=(STEERING,))


def propose_assessment(
    by: Actor, project: Project, *, outcome: str, reason: str, unmet: Collection[int] = ()
) -> Assessment:
    """In a round in which two decide: a member proposes a decision. It counts once another member has agreed.

    Refuses what ``assess`` refuses, and while another proposal waits to which somebody can agree.
    """
    with acting(by, ASSESSMENT_PROPOSED, round_id=project.round_id, project=project.id) as act:
        _require_open_for_two(act.session, by, project)
        require_unedited(by, decision_as_edited(project, criteria_of(project.round_id)))
        now = clock.now()
        if waits := project.proposal:
            if not is_overtaken(waits, bases_of_decisions(project.round_id)):
                raise Refusal(_l("A decision on this application has already been proposed."), _LOOK_AT_IT)
            _end(act.session, by, waits, now)
        return _written(act.session, by, project, outcome, reason, unmet, at=now, by_two=True)


_LOOK_AT_IT = _l("Open the application and look at the proposal.")
ASSESSMENT_CONTRADICTED = Act(
    "assessment.contradicted",
    _l("did not agree with the decision that %(account)s proposed on application %(project)s, and proposed another"),
    only=(STEERING,),
)


def propose_instead(
    by: Actor, project: Project, *, outcome: str, reason: str, unmet: Collection[int] = ()
) -> Assessment:
    """A member does not agree with a proposed decision, and proposes their own in its place. Another member may
    agree to that one, the first too.

    Refuses what ``assess`` refuses, who proposed the other one, and where none waits.
    """
    with acting(by, ASSESSMENT_CONTRADICTED, round_id=project.round_id, project=project.id) as act:
        _require_open_for_two(act.session, by, project)
        require_unedited(by, decision_as_edited(project, criteria_of(project.round_id)))
        waits = _waiting(project)
        if waits.made_by == by.account_id:
            raise Refusal(_l("You proposed this decision."), _l("Withdraw your proposal first."))
        act.facts["account"] = waits.made_by
        now = clock.now()
        _end(act.session, by, waits, now)
        return _written(act.session, by, project, outcome, reason, unmet, at=now, by_two=True)


ASSESSMENT_AGREED = Act(
    "assessment.agreed",
    _l("agreed to the decision on application %(project)s, which is now in force"),
    only=(STEERING,),
    people=2,
    shows=assessment_as_shown,
)


def agree_to_assessment(by: Actor, project: Project) -> None:
    """Another member agrees to the proposed decision: it counts, and the group can read it.

    Refuses what ``require_second_of_assessment`` and ``assess`` refuse. The database makes sure that both are members
    (guard `members_agree_to_assessments`).
    """
    message = project.proposal.reason if project.proposal else ""  # the record has it from now on
    with acting(by, ASSESSMENT_AGREED, round_id=project.round_id, reason=message, project=project.id) as act:
        round_ = _require_open_for_two(act.session, by, project)
        assessment = require_second_of_assessment(by, project)
        act.require_as_shown(assessment)
        if assessment.reason != message:
            raise Refusal(CHANGED_SINCE_PROPOSED, OPEN_IT_AGAIN)
        assessment.agreed_by, assessment.agreed_at = by.account_id, clock.now()
        _give_days(
            round_, assessment, act.session.get(Appeal, assessment.answers_id) if assessment.answers_id else None
        )
        act.facts["outcome"] = assessment.outcome
        act.facts["unmet"] = [int(position) for position in assessment.unmet.split(",") if position]


ASSESSMENT_WITHDRAWN = Act(
    "assessment.withdrawn", _l("withdrew the proposed decision on application %(project)s"), only=(STEERING,)
)


def withdraw_assessment(by: Actor, project: Project) -> None:
    """Who proposed a decision withdraws the proposal. Refuses anybody else, and where none waits."""
    with acting(by, ASSESSMENT_WITHDRAWN, round_id=project.round_id, project=project.id) as act:
        assessment = _waiting(project)
        if assessment.made_by != by.account_id:
            raise Refusal(
                _l("Someone else proposed this."), _l("You can agree to it, or propose another decision in its place.")
            )
        _end(act.session, by, assessment, clock.now())


def _written(
    session: Session,
    by: Actor,
    project: Project,
    outcome: str,
    reason: str,
    unmet: Collection[int],
    *,
    at: datetime,
    by_two: bool = False,
) -> Assessment:
    query = select(Criterion).where(Criterion.round_id == project.round_id).order_by(Criterion.position)
    criteria = {each.position: each.question for each in session.scalars(query)}
    if wrong := assessment_errors(outcome, reason, unmet, len(criteria)):
        raise Refusal(next(iter(wrong.values())), _l("Go back and change your answer."), status=422)
    assessment = Assessment(
        outcome=outcome,
        reason=tidy(reason),
        unmet=",".join(str(position) for position in sorted(unmet)),
        unmet_questions="\n".join(criteria[position] for position in sorted(unmet)),
        made_by=by.account_id,
        made_at=at,
        rests_on=what_a_decision_rests_on(project, criteria.values()) if by_two else None,
        answers_id=project.open_appeal.assessment_id if project.open_appeal else None,
    )
    project.all_assessments.append(assessment)
    return assessment


def _give_days(round_: Round, assessment: Assessment, answered: Appeal | None = None) -> None:
    """Until when the group can appeal, and by when it must send what it is asked to change: the days as they are now.
    ``answered``: the appeal to which this is the answer; where staff wrote it down, the group has its own still.
    """
    if assessment.outcome != "eligible" and (answered is None or answered.recorded_by is not None):
        assessment.appeal_until = end_of_day_after(assessment.decided_at, round_.appeal_days)
    if assessment.outcome == "fix":
        assessment.fix_until = end_of_day_after(assessment.decided_at, round_.fix_days)


def _end(session: Session, by: Actor, assessment: Assessment, at: datetime) -> None:
    assessment.ended_by, assessment.ended_at = by.account_id, at
    session.flush()  # the next proposal takes its place


def _waiting(project: Project) -> Assessment:
    if project.proposal is None:
        raise Refusal(NONE_WAITS, OPEN_IT_AGAIN)
    return project.proposal


def _require_open_for_two(session: Session, by: Actor, project: Project) -> Round:
    """Two decide where the round says so, and always on an appeal: two others than those who decided."""
    round_ = _require_open_for_assessment(session, by, project)
    if appeal := project.open_appeal:
        if by.account_id in (appeal.assessment.made_by, appeal.assessment.agreed_by):
            raise Refusal(OTHERS_ANSWER, ASK_ANOTHER_MEMBER)
    elif not round_.assessed_by_two:
        raise Refusal(_l("In this round one steering group member decides on each application."))
    return round_


def _require_open_for_assessment(session: Session, by: Actor, project: Project) -> Round:
    require_no_interest_in(by, project.id)
    round_ = session.get_one(Round, project.round_id)
    if round_.draft:
        raise Refusal(PUBLISH_FIRST)
    if round_.frozen:
        raise Refusal(
            _l("The ballot has been frozen, so decisions on applications can no longer be changed."),
            WHAT_TWO_STILL_DECIDE,
        )
    stands = status_of(project)
    if stands == ApplicationStatus.BEGUN:
        raise Refusal(_l("The group has not sent this application yet."))
    if stands == ApplicationStatus.WITHDRAWN:
        raise Refusal(_l("The group has withdrawn this application."))
    if not has_declared(by.account_id, round_.id):
        raise Refusal(DECLARE_FIRST, WHERE_TO_DECLARE, status=403)
    return round_
