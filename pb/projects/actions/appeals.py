"""A group appeals against a decision on its application; staff write down what came by letter or telephone."""

from __future__ import annotations

from datetime import datetime

from pb import clock
from pb.people.actions import require_no_interest_in
from pb.projects.models import Appeal, Project
from pb.projects.queries import is_its_own, only_the_group_knows_its_code
from pb.projects.rules.appeals import answer_is_proposed, appeal_error, start_of_day, words_error
from pb.projects.rules.said_for import SaidBy, said_error
from pb.projects.rules.sentences import (
    APPEAL_IS_ANSWERED,
    APPLICATION_IS_WITHDRAWN,
    PHONE_US,
    SAY_WHY,
    STAFF_COULD_TAKE_IT_BACK,
)
from pb.projects.rules.whose_hand import APPEALED, WITHDRAWN_APPEAL, EnteredBy, way_of
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import APPLICANT, COORDINATOR, Actor
from pb.rounds.models import Round
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

APPLICATION_APPEALED = Act(
    APPEALED,
    _l("appealed against the decision on application %(project)s"),
    only=(APPLICANT, COORDINATOR),
    ways={
        EnteredBy.STAFF: _l("wrote down the group’s appeal against the decision on application %(project)s"),
        EnteredBy.KNOWN_CODE: _l(
            "appealed against the decision on application %(project)s with a code that staff know too"
        ),
    },
)


def appeal(by: Actor, project: Project, words: str, said: SaidBy | None = None) -> Appeal:
    """The group appeals against the newest decision. ``said``: who said it, when and how, where staff write it down.

    Refuses after the days that the group was told, after the freeze, a second time, against the answer to an appeal, and
    without words, and from staff with an interest. The database keeps all but the days (guard `appeal_is_allowed`).
    """
    with acting(by, APPLICATION_APPEALED, round_id=project.round_id, project=project.id) as act:
        act.facts.update(_way(by, project))
        require_no_interest_in(by, project.id)
        round_ = act.session.get_one(Round, project.round_id)
        now, decided = clock.now(), project.assessments[-1] if project.assessments else None
        received = said.received_at if said else now
        if project.withdrawn_at is not None:
            raise Refusal(APPLICATION_IS_WITHDRAWN, PHONE_US)
        if wrong := said_error(by, said) or words_error(words, SAY_WHY):
            raise Refusal(wrong, status=422)
        # Of a letter or a call only the day is known: there is no grace to it.
        grace = 0 if said else round_.grace_minutes
        by_staff = said is not None
        if sentence := appeal_error(
            decided, received, now, frozen=round_.frozen, grace_minutes=grace, by_staff=by_staff
        ):
            raise Refusal(sentence, PHONE_US if said is None else "")
        assert decided is not None  # there would have been a sentence
        act.facts["decision"] = decided.id
        made = Appeal(assessment=decided, message=tidy(words), made_at=now, **said_columns(by, said, received))
        act.session.add(made)
    return made


APPEAL_WITHDRAWN = Act(
    WITHDRAWN_APPEAL,
    _l("took back the appeal against the decision on application %(project)s"),
    only=(APPLICANT, COORDINATOR),
    ways={EnteredBy.STAFF: _l("wrote down that the group takes back its appeal on application %(project)s")},
)


def withdraw_appeal(by: Actor, project: Project, said: SaidBy | None = None) -> None:
    """The group takes back its appeal, and the decision stands. ``said``: who said it, when and how, where staff write it
    down. Until its days are over the group can appeal again.

    Refuses where none waits, once a member has proposed an answer (guard `appeal_kept`), with a code that staff have had
    too, staff with an interest, and staff where the group appealed itself.
    """
    reason = tidy(said.by) if said else ""
    with acting(by, APPEAL_WITHDRAWN, round_id=project.round_id, reason=reason, project=project.id) as act:
        act.facts.update(_way(by, project))
        require_no_interest_in(by, project.id)
        if by.account_id is None and not only_the_group_knows_its_code(project):
            raise Refusal(STAFF_COULD_TAKE_IT_BACK, PHONE_US)
        if wrong := said_error(by, said):
            raise Refusal(wrong, status=422)
        waits = project.open_appeal
        if waits is None:
            raise Refusal(_l("There is no appeal waiting for an answer."))
        if said and is_its_own(waits, project):
            raise Refusal(
                _l("The group appealed itself, with its own code. Only the group can take this appeal back."),
                _l("If the group wants to take it back, it does that on its page."),
            )
        if answer_is_proposed(project):
            raise Refusal(APPEAL_IS_ANSWERED)
        if said and not start_of_day(waits.received_at) <= said.received_at <= clock.now():
            raise Refusal(
                _l("Enter the day on which the group took it back. It is between the appeal and today."), status=422
            )
        if said:
            act.facts.update(came_by=said.came_by, received=said.received_at.isoformat())
        act.facts["decision"] = waits.assessment_id
        act.session.delete(waits)
        act.session.flush()
        act.session.expire(project)


def said_columns(by: Actor, said: SaidBy | None, received: datetime) -> dict:
    """Who said it and how, as the tables keep it."""
    if said is None:
        return {"came_by": "online", "said_by": "", "received_at": received, "recorded_by": None}
    return {
        "came_by": said.came_by,
        "said_by": tidy(said.by),
        "received_at": received,
        "recorded_by": by.account_id,
    }


def _way(by: Actor, project: Project) -> dict[str, str]:
    way = way_of(by.account_id, staff_know_code=not only_the_group_knows_its_code(project))
    return {"way": str(way)} if way else {}
