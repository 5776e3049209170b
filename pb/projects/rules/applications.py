"""What an application must say, and what may still be done with it. Forms and actions ask the same rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from pb.formats import money
from pb.projects.rules.sentences import APPLICATION_IS_WITHDRAWN, FINISH_STEP, SELECT_A_POT, TAKES_NONE, TOO_LATE_TO_FIX
from pb.rounds.rules.calendar import BEFORE_THE_FREEZE, Phase
from pb.rounds.rules.sentences import ROUND_IS_ABANDONED
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

#: Longest answers, in characters.
LONGEST = {
    "group_name": 120, "title": 120, "what": 3000, "whom": 2000, "contact_name": 100, "contact_phone": 40,
    "contact_email": 200, "contact_address": 500, "helper": 200,
}  # fmt: skip
LONGEST_COST_LINE = 200
MOST_COST_LINES = 12

#: The pages of the application in their order, and what each asks. ``pot`` is asked only where a round has several.
STEPS: dict[str, tuple[str, ...]] = {
    "group": ("group_name",),
    "pot": ("pot_id",),
    "what": ("title", "what"),
    "whom": ("whom",),
    "cost": ("cost_lines",),
    "least": ("least_pence",),
    "contact": ("contact_name", "contact_phone", "contact_email", "contact_address"),
    "helper": ("helper",),
}

#: Answers by field. ``cost_lines`` is a list of (what, pence); ``least_pence`` None: the whole cost is needed.
Answers = dict[str, Any]


@dataclass(frozen=True)
class ApplicationTerms:
    """What a round asks of an application: its ceiling in pence and its pots. ``cost_pence``: the cost given so far."""

    ceiling_pence: int
    pot_ids: Collection[int]
    cost_pence: int = 0


def steps_of(pots: int) -> tuple[str, ...]:
    """The pages that a round with so many pots asks for."""
    return tuple(step for step in STEPS if step != "pot" or pots > 1)


_NEEDED = {
    "group_name": _l("Enter the name of your group."),
    "title": _l("Enter a short name for your idea."),
    "what": _l("Enter what you want to do."),
    "whom": _l("Enter who your idea will help."),
    "contact_name": _l("Enter the name of someone we can talk to."),
}


def answers_errors(answers: Answers, terms: ApplicationTerms) -> dict[str, Sentence]:
    """What is wrong with these answers, as a sentence for each field. Fields that are not in ``answers`` are not
    asked.
    """
    wrong = {field: _NEEDED[field] for field in answers if field in _NEEDED and not tidy(answers[field])}
    for field, longest in LONGEST.items():
        if len(answers.get(field, "")) > longest:
            wrong[field] = _ln(
                "This is %(num)s character long. Shorten it to %(most)s or fewer.",
                "This is %(num)s characters long. Shorten it to %(most)s or fewer.",
                len(answers[field]),
                most=longest,
            )
    if "pot_id" in answers and answers["pot_id"] not in terms.pot_ids:
        wrong["pot_id"] = SELECT_A_POT
    if "cost_lines" in answers and (sentence := cost_error(answers["cost_lines"], terms.ceiling_pence)):
        wrong["cost_lines"] = sentence
    if "least_pence" in answers and (sentence := least_error(answers["least_pence"], _cost(answers, terms))):
        wrong["least_pence"] = sentence
    if "contact_phone" in answers and not any(
        _said(answers, f"contact_{way}") for way in ("phone", "email", "address")
    ):
        wrong["contact_phone"] = _l("Enter a phone number, an email address or a postal address.")
    if _said(answers, "contact_email") and not _looks_like_email(answers["contact_email"]):
        wrong["contact_email"] = _l("Enter an email address in the correct format, like rose@example.org.")
    return wrong


def _said(answers: Answers, field: str) -> bool:
    return bool(tidy(answers.get(field, "")))


def _looks_like_email(typed: str) -> bool:
    name, at, place = tidy(typed).partition("@")
    return bool(name and at and "." in place.strip(".") and " " not in tidy(typed))


def _cost(answers: Answers, terms: ApplicationTerms) -> int:
    return sum(pence for _, pence in answers["cost_lines"]) if "cost_lines" in answers else terms.cost_pence


def cost_error(lines: Collection[tuple[str, int]], ceiling_pence: int) -> Sentence | None:
    """Why these cost lines, each (what, pence), cannot be asked for; None when they can."""
    if not lines:
        return _l("Enter at least one thing the money is for, and how much it costs.")
    if len(lines) > MOST_COST_LINES:
        return _l("Use %(most)s lines or fewer. Put small things together on one line.", most=MOST_COST_LINES)
    if not all(tidy(what) for what, _ in lines):
        return _l("Say what each amount is for.")
    if any(len(what) > LONGEST_COST_LINE for what, _ in lines):
        return _l("What each amount is for must be %(most)s characters or fewer.", most=LONGEST_COST_LINE)
    if any(pence <= 0 for _, pence in lines):
        return _l("Enter an amount of more than £0 on each line.")
    total = sum(pence for _, pence in lines)
    if total > ceiling_pence:
        return _l(
            "Your costs come to %(cost)s. The most one group can ask for is %(most)s. Reduce your costs by %(excess)s.",
            cost=money(total),
            most=money(ceiling_pence),
            excess=money(total - ceiling_pence),
        )
    return None


def least_error(least_pence: int | None, cost_pence: int) -> Sentence | None:
    """Why this cannot be the least amount that a group could work with; None when it can."""
    if least_pence is None:
        return None
    if least_pence <= 0:
        return _l("Enter an amount of more than £0, or leave this empty.")
    if cost_pence and least_pence > cost_pence:  # before a cost is given it is not compared with one
        return _l(
            "The smallest amount you could work with must not be more than the %(cost)s you are asking for.",
            cost=money(cost_pence),
        )
    return None


def unfinished(answers: Answers, terms: ApplicationTerms, half_done: Iterable[str] = ()) -> list[tuple[str, Sentence]]:
    """What still keeps an application from being sent, as (step, sentence) in the order of the pages. ``half_done``: pages
    of which something typed could not be saved yet.
    """
    wrong, half = answers_errors(answers, terms), set(half_done)
    said = {step: [wrong[field] for field in fields if field in wrong] for step, fields in STEPS.items()}
    return [(step, sentence) for step in STEPS for sentence in ([FINISH_STEP[step]] if step in half else said[step])]


class ApplicationStatus(StrEnum):
    """Where an application stands; computed from what happened."""

    BEGUN = "begun"
    WAITING = "waiting"  # sent in, and the steering group has not said anything yet
    FIX = "fix"  # the steering group asks the group to change something
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    WITHDRAWN = "withdrawn"


class Assessed(Protocol):
    """One assessment."""

    outcome: str
    fixed_at: datetime | None


class Application(Protocol):
    """What the rules need to know of an application."""

    came_by: str
    sent_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def assessments(self) -> Collection[Assessed]: ...


def status_of(application: Application) -> ApplicationStatus:
    """Where ``application`` stands. The newest assessment counts, until the group has answered it by a change."""
    if application.withdrawn_at is not None:
        return ApplicationStatus.WITHDRAWN
    if application.came_by == "file":  # it was on a ballot
        return ApplicationStatus.ELIGIBLE
    if application.sent_at is None:
        return ApplicationStatus.BEGUN
    newest = list(application.assessments)[-1:]
    if not newest or newest[0].fixed_at is not None:
        return ApplicationStatus.WAITING
    return ApplicationStatus(newest[0].outcome)


def begin_error(phase: Phase, *, by_staff: bool) -> Sentence | None:
    """Why no application can be begun now. Staff may type in what came in time on paper until the ballot is frozen."""
    if phase == Phase.APPLYING or (by_staff and phase == Phase.ASSESSING):
        return None
    return TAKES_NONE.get(phase, _l("Applications have closed."))


def change_error(application: Application, phase: Phase, *, late: bool = False) -> Sentence | None:
    """Why the answers cannot be changed or sent now; None when they can.

    Until it is sent an application can be changed while applications are open (one that staff type in: until the
    freeze); afterwards only when the steering group asked for a fix, until the day that it named (``late``: that is over)
    and until the freeze.
    """
    stands, frozen = status_of(application), phase not in BEFORE_THE_FREEZE
    if phase == Phase.ABANDONED:
        return ROUND_IS_ABANDONED
    if stands == ApplicationStatus.BEGUN:
        late = phase != Phase.APPLYING and (frozen or application.came_by == "online")
        return _l("Applications have closed. This one was not sent in time.") if late else None
    if stands == ApplicationStatus.FIX:
        if frozen:
            return _l("The ballot has been frozen, so it is too late to change this application.")
        return TOO_LATE_TO_FIX if late else None
    if stands == ApplicationStatus.WITHDRAWN:
        return APPLICATION_IS_WITHDRAWN
    return _l("This application has been sent. You can only change it if the steering group asks you to.")


def withdraw_error(application: Application, phase: Phase) -> Sentence | None:
    """Why a group cannot withdraw its application now; None when it can."""
    if status_of(application) == ApplicationStatus.WITHDRAWN:
        return _l("This application has already been withdrawn.")
    if phase not in BEFORE_THE_FREEZE:
        return (
            ROUND_IS_ABANDONED
            if phase == Phase.ABANDONED
            else _l("The ballot has been frozen. Only the steering group can withdraw a project now.")
        )
    return None


def bring_back_error(application: Application, phase: Phase) -> Sentence | None:
    """Why a group cannot bring its withdrawn application back now; None when it can, until applications close."""
    if status_of(application) != ApplicationStatus.WITHDRAWN:
        return _l("This application has not been withdrawn.")
    if phase != Phase.APPLYING:
        return _l("Applications have closed, so this one cannot be brought back.")
    return None
