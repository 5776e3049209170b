"""A group applies: begins, saves, sends, fixes, withdraws. Staff do the same for a paper or phone application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from pb import clock
from pb.codes import code_hash, new_code
from pb.edits import require_unedited, requires_change
from pb.projects.models import CostLine, Project, UnfinishedPage
from pb.projects.queries import only_the_group_knows_its_code, pages_as_edited
from pb.projects.rules import applications as rules
from pb.projects.rules.appeals import change_refusal
from pb.projects.rules.applications import Answers, ApplicationStatus, ApplicationTerms
from pb.projects.rules.resume_codes import RESUME
from pb.projects.rules.sentences import (
    A_MEMBER_DECIDES,
    ASK_WHO_TYPED_IT,
    BEGIN_ANOTHER,
    COMES_BACK_WITH_ITS_CODE,
    ONLY_ITS_GROUP_BRINGS_BACK,
    PHONE_US,
    SOMEONE_ELSE_TYPED_IT,
    STAFF_KNOW_ITS_CODE,
    TYPES_ITSELF,
)
from pb.projects.rules.whose_hand import EnteredBy, may_type, way_of
from pb.record.actions import ActInProgress, acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import APPLICANT, COORDINATOR, FACILITATOR, Actor
from pb.rounds.models import Round
from pb.rounds.rules import phase
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l

APPLICATION_BEGUN = Act(
    "application.begun",
    _l("started application %(project)s"),
    only=(APPLICANT, COORDINATOR, FACILITATOR),
    ways={EnteredBy.STAFF: _l("started application %(project)s in the group’s name")},
)


def begin_application(by: Actor, round_: Round, answers: Answers, *, came_by: str = "online") -> tuple[Project, str]:
    """Somebody begins an application; returns it with its resume code, of which only a hash is kept.

    ``came_by``: "online" by the group itself; "paper" or "telephone" typed in by the staff member ``by``. Refuses when
    applications are closed (for staff: once the ballot is frozen) and answers that the rules refuse.
    """
    code = new_code()
    with acting(by, APPLICATION_BEGUN, round_id=round_.id, came_by=came_by, **_way(by, staff_know_code=False)) as act:
        if sentence := rules.begin_error(phase(round_, clock.now()), by_staff=came_by != "online"):
            raise Refusal(sentence, PHONE_US)
        project = Project(
            round_id=round_.id,
            came_by=came_by,
            typed_by=by.account_id if came_by != "online" else None,
            begun_at=clock.now(),
            resume_code_hash=code_hash(RESUME, code),
            pot_id=round_.pots[0].id if len(round_.pots) == 1 else None,
        )
        act.session.add(project)
        _write(project, answers, round_)
        act.session.flush()
        act.facts["project"] = project.id
    return project, code


APPLICATION_SAVED = Act(
    "application.saved",
    _l("saved answers for application %(project)s"),
    only=(APPLICANT, COORDINATOR, FACILITATOR),
    ways={
        EnteredBy.STAFF: _l("saved answers for application %(project)s in the group’s name"),
        EnteredBy.KNOWN_CODE: _l("saved answers for application %(project)s with a code that staff know too"),
    },
)


def save_answers(by: Actor, project: Project, answers: Answers, *, half_done: Mapping[str, str] | None = None) -> None:
    """Save some answers of an application. Refuses what the rules refuse, any change once it is too late for it, and
    staff who have not typed this application in.

    ``half_done``: of a page of which not all can be saved yet, what was typed, by its step (``pb.unfinished``). A page that
    is saved without is finished.
    """
    half_done = half_done or {}
    fields = sorted({*answers, *(field for step in half_done for field in rules.STEPS[step])})
    about: dict[str, Any] = {"round_id": project.round_id, "project": project.id, "fields": fields}
    with acting(by, APPLICATION_SAVED, **about) as act, requires_change(lambda: pages_as_edited(project, fields)):
        round_ = _require_open_for_change(act, project)
        require_unedited(by, pages_as_edited(project, fields))
        _write(project, answers, round_, act.session)
        done = {step for step, asked in rules.STEPS.items() if set(asked) <= set(fields)}
        there = {page.step: page for page in project.unfinished}
        project.unfinished = [page for step, page in there.items() if step not in done or step in half_done]
        for step, typed in half_done.items():
            if step in there:
                there[step].typed = typed
            else:
                project.unfinished.append(UnfinishedPage(step=step, typed=typed))


APPLICATION_SENT = Act(
    "application.sent",
    _l("sent application %(project)s"),
    only=(APPLICANT, COORDINATOR, FACILITATOR),
    ways={
        EnteredBy.STAFF: _l("sent application %(project)s in the group’s name"),
        EnteredBy.KNOWN_CODE: _l("sent application %(project)s with a code that staff know too"),
    },
)


def send_application(by: Actor, project: Project) -> None:
    """The application is sent in, or sent again after a fix. Refuses while something is missing, and after the
    close.
    """
    with acting(by, APPLICATION_SENT, round_id=project.round_id, project=project.id) as act:
        round_ = _require_open_for_change(act, project)
        if missing := still_missing(project, round_):
            raise Refusal(missing[0][1], _l("Go back to your answers and add what is missing."), status=422)
        if rules.status_of(project) == ApplicationStatus.FIX:
            project.assessments[-1].fixed_at = clock.now()
            if project.ballot_text:  # it may no longer match the changed application
                text = project.ballot_text
                text.approved_by = text.approved_at = text.silence_until = None
            act.facts["fixed"] = True
        else:
            project.sent_at = clock.now()


APPLICATION_WITHDRAWN = Act(
    "application.withdrawn",
    _l("withdrew application %(project)s"),
    only=(APPLICANT, COORDINATOR, FACILITATOR),
    ways={
        EnteredBy.STAFF: _l("withdrew application %(project)s in the group’s name"),
        EnteredBy.KNOWN_CODE: _l("withdrew application %(project)s with a code that staff know too"),
    },
)


def withdraw_application(by: Actor, project: Project) -> None:
    """The group withdraws its application. Refuses from the freeze on, and twice; and once it was sent where staff know
    its code or have typed it in: nobody of them ends a project alone, in the group's name.
    """
    with acting(by, APPLICATION_WITHDRAWN, round_id=project.round_id, project=project.id) as act:
        require_may_type(by, project)
        act.facts.update(_way(by, staff_know_code=not only_the_group_knows_its_code(project)))
        round_ = act.session.get_one(Round, project.round_id)
        if sentence := rules.withdraw_error(project, phase(round_, clock.now())):
            raise Refusal(sentence, PHONE_US)
        if project.sent_at is not None and not only_the_group_knows_its_code(project):
            raise Refusal(STAFF_KNOW_ITS_CODE, A_MEMBER_DECIDES)
        project.withdrawn_at = clock.now()


#: Its page lets in staff who type, too: they read why only the group can, and what they can do.
APPLICATION_BROUGHT_BACK = Act(
    "application.brought_back", _l("brought back application %(project)s"), only=(APPLICANT, COORDINATOR, FACILITATOR)
)


def bring_back_application(by: Actor, project: Project) -> None:
    """The group brings its withdrawn application back, as it stood, until applications close. Refuses later, staff, and
    a code that staff know: nobody of them brings a project back in the group's name (guard `withdrawn_by_its_group`).
    """
    with acting(by, APPLICATION_BROUGHT_BACK, round_id=project.round_id, project=project.id) as act:
        round_ = act.session.get_one(Round, project.round_id)
        if sentence := rules.bring_back_error(project, phase(round_, clock.now())):
            raise Refusal(sentence, PHONE_US)
        if by.account_id is not None or not only_the_group_knows_its_code(project):
            raise Refusal(ONLY_ITS_GROUP_BRINGS_BACK, BEGIN_ANOTHER)
        project.withdrawn_at = None


def terms_of(round_: Round, project: Project | None = None) -> ApplicationTerms:
    """What the round asks of an application."""
    cost = project.cost_pence if project else 0
    return ApplicationTerms(
        ceiling_pence=round_.ceiling_pence, pot_ids=[pot.id for pot in round_.pots], cost_pence=cost
    )


def still_missing(project: Project, round_: Round) -> list[tuple[str, Sentence]]:
    """What keeps the application from being sent, as (step, sentence)."""
    half_done = [page.step for page in project.unfinished]
    return rules.unfinished(answers_of(project, len(round_.pots)), terms_of(round_, project), half_done)


def answers_of(project: Project, pots: int) -> Answers:
    """All the answers that an application gives so far, in a round with so many pots."""
    fields = [field for step in rules.steps_of(pots) for field in rules.STEPS[step]]
    answers = {field: getattr(project, field) for field in fields}
    return answers | {"cost_lines": [(line.what, line.pence) for line in project.cost_lines]}


def _require_open_for_change(act: ActInProgress, project: Project) -> Round:
    require_may_type(act.by, project)
    act.facts.update(_way(act.by, staff_know_code=not only_the_group_knows_its_code(project)))
    round_ = act.session.get_one(Round, project.round_id)
    if sentence := change_refusal(project, round_, clock.now()):
        raise Refusal(sentence, PHONE_US)
    return round_


def _way(by: Actor, *, staff_know_code: bool) -> dict[str, str]:
    """The fact that says how somebody acts who may not be the group."""
    way = way_of(by.account_id, staff_know_code=staff_know_code)
    return {"way": str(way)} if way else {}


def require_may_type(by: Actor, project: Project) -> None:
    """A group has its code; of staff only those may who ``may_type`` says, and nobody where the group types itself."""
    if by.account_id is not None and project.came_by == "online":
        raise Refusal(TYPES_ITSELF, COMES_BACK_WITH_ITS_CODE)
    if by.account_id is not None and not may_type(project, by):
        raise Refusal(SOMEONE_ELSE_TYPED_IT, ASK_WHO_TYPED_IT, status=403)


def _write(project: Project, answers: Answers, round_: Round, session: Session | None = None) -> None:
    if wrong := rules.answers_errors(answers, terms_of(round_, project)):
        raise Refusal(next(iter(wrong.values())), _l("Go back, change your answer and save it again."), status=422)
    for field, value in answers.items():
        if field == "cost_lines":
            project.cost_lines = []
            if session:
                session.flush()  # the old lines go first: two lines cannot stand in one place
            placed = enumerate(value, start=1)
            project.cost_lines = [CostLine(position=at, what=tidy(what), pence=pence) for at, (what, pence) in placed]
        else:
            setattr(project, field, tidy(value) if isinstance(value, str) else value)
