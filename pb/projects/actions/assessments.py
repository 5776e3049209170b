"""The steering group assesses applications."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.edits import require_as_seen
from pb.letters import tidy
from pb.people.queries import has_declared_interest
from pb.projects.models import Assessment, Project
from pb.projects.queries import decision_as_edited
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.assessments import assessment_errors
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.rounds.models import Criterion, Round
from pb.words import lazy_gettext as _l

APPLICATION_ASSESSED = Act("application.assessed", _l("decided on application %(project)s"))


def assess(by: Actor, project: Project, *, outcome: str, reason: str, unmet: Collection[int] = ()) -> Assessment:
    """The steering group says "eligible", "not_eligible" or "fix", with a reason for the group to read.

    ``unmet``: positions of the round's criteria that are not met. Refuses somebody with a declared interest, an
    application that is not sent or is withdrawn, one that the group is still mending for, and everything after the
    freeze.
    """
    with acting(
        by, APPLICATION_ASSESSED, round_id=project.round_id, reason=tidy(reason), project=project.id, outcome=outcome
    ) as act:
        require_no_interest(by, project)
        _open_for_assessment(act.session, project)
        criteria = _criteria_of(act.session, project)
        require_as_seen(by, decision_as_edited(project, criteria.values()))
        if wrong := assessment_errors(outcome, reason, unmet, len(criteria)):
            raise Refusal(next(iter(wrong.values())), _l("Go back and change your answer."), status=422)
        said = Assessment(
            outcome=outcome,
            reason=tidy(reason),
            unmet=",".join(str(position) for position in sorted(unmet)),
            unmet_questions="\n".join(criteria[position] for position in sorted(unmet)),
            made_by=by.account_id,
            made_at=clock.now(),
        )
        project.assessments.append(said)
        act.facts["unmet"] = sorted(unmet)
    return said


def _criteria_of(session: Session, project: Project) -> dict[int, str]:
    """The words of each criterion by its position."""
    query = select(Criterion.position, Criterion.question).where(Criterion.round_id == project.round_id)
    return {each.position: each.question for each in session.execute(query.order_by(Criterion.position))}


def _open_for_assessment(session: Session, project: Project) -> None:
    if session.get_one(Round, project.round_id).frozen:
        raise Refusal(_l("The ballot has been frozen, so decisions on applications can no longer be changed."))
    stands = status_of(project)
    if stands == ApplicationStatus.BEGUN:
        raise Refusal(_l("The group has not sent this application yet."))
    if stands == ApplicationStatus.WITHDRAWN:
        raise Refusal(_l("The group has withdrawn this application."))


def require_no_interest(by: Actor, project: Project) -> None:
    """Refuse somebody who has declared an interest in this application."""
    if has_declared_interest(by.account_id, project.id):
        raise Refusal(
            _l("You have declared an interest in this application, so you cannot take part in this."),
            _l("Ask someone else in the steering group or the office to do this."),
        )
