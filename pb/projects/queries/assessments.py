"""What the steering group still has to decide on applications, and what a proposed decision rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import select

from pb import clock
from pb.database import db
from pb.people.queries import ever_interested, people_in
from pb.projects.models import Assessment, Project
from pb.projects.queries.applications import answers_as_edited, applications
from pb.projects.queries.with_texts import applications_with_texts, with_costs
from pb.projects.rules.appeals import is_fixed_too_late, who_may_answer
from pb.projects.rules.applications import STEPS, ApplicationStatus, status_of
from pb.read_once import read_once
from pb.roles import STEERING, Actor
from pb.rounds.models import Criterion, Round
from pb.rounds.queries import rules_changed_since
from pb.shown import shown_hash


class ToAssess(NamedTuple):
    """Applications of a round on which something is still to be decided; each stands in one list only.

    ``undecided`` wait for the steering group; of ``for_second`` a decision is proposed and waits for another member; on
    ``by_one`` one person decided before the round asked for two; ``appealed`` have an appeal to which nobody has proposed
    an answer. ``with_groups`` wait for their group, which was asked to change something and still has time.
    """

    undecided: list[Project]
    for_second: list[Project]
    by_one: list[Project]
    appealed: list[Project]
    with_groups: list[Project]


def still_to_assess(round_: Round, among: Iterable[Project] | None = None) -> ToAssess:
    """What the steering group still has to decide on the applications of a round; ``among``: all of them, where they were
    read already.
    """
    found, now = ToAssess([], [], [], [], []), bases_of_decisions(round_.id)
    sent = applications(round_.id) if among is None else list(among)
    with_costs([project for project in sent if project.proposal])  # a decision rests on them
    for project in sent:
        stands = status_of(project)
        if stands in (ApplicationStatus.BEGUN, ApplicationStatus.WITHDRAWN) or project.came_by == "file":
            continue
        if project.proposal and not is_overtaken(project.proposal, now):
            found.for_second.append(project)
        elif project.open_appeal:
            found.appealed.append(project)
        elif stands == ApplicationStatus.FIX and not project.proposal and not _is_late(project, round_):
            found.with_groups.append(project)
        elif stands in (ApplicationStatus.WAITING, ApplicationStatus.FIX):
            found.undecided.append(project)
        elif round_.assessed_by_two and project.assessments[-1].agreed_by is None:
            found.by_one.append(project)
    return found


def _is_late(project: Project, round_: Round) -> bool:
    return is_fixed_too_late(project, clock.now(), round_.grace_minutes)


@read_once
def all_to_assess(round_: Round) -> ToAssess:
    """The same of all applications of a round as ``applications_with_texts`` has them, to look at: once for a page."""
    return still_to_assess(round_, applications_with_texts(round_.id))


def may_be_second_for(by: Actor, round_id: int, projects: Iterable[Project]) -> list[Project]:
    """Of applications of a round on which a decision waits for a second member, those to which ``by`` may agree."""
    others = [each for each in projects if each.proposal and each.proposal.made_by != by.account_id]
    return without_own_interest(by, round_id, not_decided_by(by, others))


def not_decided_by(by: Actor, projects: Iterable[Project]) -> list[Project]:
    """These applications without those on which an appeal waits against a decision of ``by``: others answer that."""
    return [
        each
        for each in projects
        if not each.open_appeal
        or by.account_id not in (each.open_appeal.assessment.made_by, each.open_appeal.assessment.agreed_by)
    ]


def who_answers_appeal(project: Project, now: DecisionBases) -> set[int]:
    """The members who may answer the appeal that waits on this application."""
    appeal = project.open_appeal
    interested = {who for who, project_id in now.interested if project_id == project.id}
    return who_may_answer(appeal.assessment, now.members, interested) if appeal else set()


def without_own_interest(by: Actor, round_id: int, projects: Iterable[Project]) -> list[Project]:
    """Of applications of a round those in which ``by`` never declared an interest."""
    own = {project_id for who, project_id in ever_interested(round_id) if who == by.account_id}
    return [each for each in projects if each.id not in own]


class DecisionBases(NamedTuple):
    """What a proposed decision rests on besides its application: the criteria of the round in their order, the members
    there are, and who has an interest in which project.
    """

    criteria: list[str]
    members: set[int]
    interested: set[tuple[int, int]]


@read_once
def bases_of_decisions(round_id: int) -> DecisionBases:
    """The same of a round as it is now."""
    return DecisionBases(
        criteria_of(round_id), {member.id for member in people_in(STEERING)}, ever_interested(round_id)
    )


def criteria_of(round_id: int) -> list[str]:
    """The words of a round's criteria, in their order."""
    query = select(Criterion.question).where(Criterion.round_id == round_id)
    return list(db.session.scalars(query.order_by(Criterion.position)))


def is_overtaken(assessment: Assessment, now: DecisionBases) -> bool:
    """Whether nobody can agree to this proposal any more: what its proposer read has changed since, they have left the
    steering group, or they have declared an interest.
    """
    return (
        assessment.rests_on != what_a_decision_rests_on(assessment.project, now.criteria)
        or assessment.made_by not in now.members
        or (assessment.made_by, assessment.project_id) in now.interested
    )


def decision_as_edited(project: Project, criteria: Iterable[str]) -> dict[str, Any]:
    """What the form of a decision rests on: these criteria, what the group answers, what was decided before, and what
    another member has proposed.
    """
    waits = project.proposal
    return {**_read_for_a_decision(project, criteria), "proposed": [waits.outcome, waits.id] if waits else None}


def what_a_decision_rests_on(project: Project, criteria: Iterable[str]) -> str:
    """The fingerprint of what is read by who proposes a decision. Where it changes, the decision has to be proposed
    again.
    """
    return shown_hash("decision on an application", _read_for_a_decision(project, criteria))


def assessment_as_shown(assessment: Assessment) -> tuple[Any, ...]:
    """What the page of a proposed decision shows to whoever may agree to it: the proposal, what it rests on, and the rules
    that have changed since the group sent its application.
    """
    project = assessment.project
    changed = rules_changed_since(project.round_id, project.sent_at or project.begun_at)
    return assessment, _read_for_a_decision(project, criteria_of(project.round_id)), [each.id for each in changed]


def _read_for_a_decision(project: Project, criteria: Iterable[str]) -> dict[str, Any]:
    last = project.assessments[-1] if project.assessments else None
    fields = [field for fields in STEPS.values() for field in fields]
    return {
        "decided": [last.outcome, last.id, *filter(None, [last.fixed_at])] if last else None,
        "criteria": "\n".join(criteria),
        **({"appeal": appeal.message} if (appeal := project.open_appeal) else {}),
        "answers": {name: each for name, each in answers_as_edited(project, fields).items() if each},
    }
