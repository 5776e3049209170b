"""A group agrees to its ballot text, or asks for a change; staff write down what it said by letter or telephone."""

from __future__ import annotations

from pb import clock
from pb.people.actions import require_no_interest_in
from pb.projects.actions.appeals import said_columns
from pb.projects.models import Project, TextAnswer
from pb.projects.queries import only_the_group_knows_its_code
from pb.projects.rules.appeals import start_of_day, words_error
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.said_for import SaidBy, said_error
from pb.projects.rules.sentences import (
    CHECK_THE_APPLICATION,
    CORRECT_THE_TEXT,
    ONLY_ELIGIBLE_PROJECTS,
    PHONE_US,
    SAY_WHAT,
    TEXT_IS_NOT_READY,
    TEXTS_ARE_FROZEN,
)
from pb.projects.rules.text_answers import newest_answer, text_fingerprint
from pb.projects.rules.whose_hand import CHANGE_ASKED, TEXT_AGREED, EnteredBy, way_of
from pb.record.actions import ActInProgress, acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import APPLICANT, COORDINATOR, STEERING, Actor
from pb.rounds.models import Round
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l

BALLOT_TEXT_AGREED = Act(
    TEXT_AGREED,
    _l("agreed to the ballot text for their application %(project)s"),
    only=(APPLICANT, COORDINATOR, STEERING),
    ways={
        EnteredBy.STAFF: _l("wrote down that the group agrees to the ballot text for application %(project)s"),
        EnteredBy.KNOWN_CODE: _l(
            "agreed to the ballot text for application %(project)s with a code that staff know too"
        ),
    },
)
BALLOT_TEXT_CHANGE_ASKED = Act(
    CHANGE_ASKED,
    _l("asked for a change of the ballot text for their application %(project)s"),
    only=(APPLICANT, COORDINATOR, STEERING),
    ways={
        EnteredBy.STAFF: _l(
            "wrote down that the group asks for a change of the ballot text for application %(project)s"
        ),
        EnteredBy.KNOWN_CODE: _l(
            "asked for a change of the ballot text for application %(project)s with a code that staff know too"
        ),
    },
)
LOOK_AGAIN = _l("Read the text again, then answer.")


def agree_to_text(by: Actor, project: Project, shown: str, said: SaidBy | None = None) -> TextAnswer:
    """The group agrees to its ballot text. ``shown``: the fingerprint of what it read.

    Refuses a text that nobody has checked or that is another one by now, a frozen one, staff with an interest, and staff who
    write down that it agrees where the group itself has asked for a change of these words.
    """
    with acting(by, BALLOT_TEXT_AGREED, round_id=project.round_id, project=project.id) as act:
        return _answer(act, project, shown, None, said)


def ask_for_change(by: Actor, project: Project, shown: str, words: str, said: SaidBy | None = None) -> TextAnswer:
    """The group asks for a change of its ballot text, in words. Refuses the same, and where there are none."""
    with acting(by, BALLOT_TEXT_CHANGE_ASKED, round_id=project.round_id, project=project.id) as act:
        return _answer(act, project, shown, words, said)


def _answer(act: ActInProgress, project: Project, shown: str, words: str | None, said: SaidBy | None) -> TextAnswer:
    """``words``: the change that is asked for; None where the group agrees."""
    by = act.by
    if way := way_of(by.account_id, staff_know_code=not only_the_group_knows_its_code(project)):
        act.facts["way"] = str(way)
    require_no_interest_in(by, project.id)
    text, now = project.ballot_text, clock.now()
    if act.session.get_one(Round, project.round_id).frozen:
        raise Refusal(TEXTS_ARE_FROZEN, PHONE_US if by.account_id is None else CORRECT_THE_TEXT)
    if status_of(project) != ApplicationStatus.ELIGIBLE:
        raise Refusal(ONLY_ELIGIBLE_PROJECTS, PHONE_US if by.account_id is None else CHECK_THE_APPLICATION)
    if text is None or text.approved_at is None:
        raise Refusal(TEXT_IS_NOT_READY, LOOK_AGAIN)
    if shown != text_fingerprint(text, project.cost_pence):
        raise Refusal(_l("The ballot text has changed since you opened the page."), LOOK_AGAIN)
    if wrong := said_error(by, said) or (None if words is None else words_error(words, SAY_WHAT)):
        raise Refusal(wrong, status=422)
    its_own = [each for each in project.text_answers if each.came_by == "online"]
    asked = newest_answer(text, project.cost_pence, its_own)
    if said and words is None and asked and not asked.agrees:
        raise Refusal(
            _l("The group itself has asked for a change of this text, on its own page."),
            _l("Change the text. If the group agrees after all, it says so on its page."),
        )
    received = said.received_at if said else now
    if received > now or received < start_of_day(text.approved_at):
        raise Refusal(_l("Enter the day on which the group said it. It is between the check of the text and today."))
    act.facts["text"] = shown
    made = TextAnswer(
        text_hash=shown,
        agrees=words is None,
        message=tidy(words or ""),
        made_at=now,
        **said_columns(by, said, received),
    )
    project.text_answers.append(made)
    return made
