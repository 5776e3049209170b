"""Until when a group can object to a decision or change what it was asked to, and who answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import Protocol

from pb.clock import LOCAL
from pb.formats import day_time, number
from pb.projects.rules.applications import ApplicationStatus, change_error, status_of
from pb.rounds.rules.calendar import RoundDates, phase_of_typing
from pb.unicode_text import tidy
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Characters of an appeal, and of what is to be changed in a ballot text.
LONGEST_WORDS = 2000
LONGEST_NAME = 100
#: So many members answer an appeal together.
ANSWER_TOGETHER = 2


class AppealedDecision(Protocol):
    """What is asked of a decision on an application."""

    outcome: str
    made_by: int
    agreed_by: int | None
    answers_id: int | None
    appeal_until: datetime | None
    fix_until: datetime | None
    fixed_at: datetime | None

    @property
    def appeal(self) -> object | None: ...

    @property
    def decided_at(self) -> datetime: ...


def end_of_day_after(moment: datetime, days: int | None) -> datetime | None:
    """The end of the day that comes so many days later, where people's calendars are; None for 0 and None."""
    if not days:
        return None
    there = moment.astimezone(LOCAL).date() + timedelta(days=days + 1)
    return datetime.combine(there, time(), LOCAL)


def has_passed(until: datetime | None, now: datetime, grace_minutes: int) -> bool:
    """Whether this end is over for whoever began in time; there are as many minutes more as for a ballot on a screen."""
    return until is not None and now >= until + timedelta(minutes=grace_minutes)


def may_appeal(decision: AppealedDecision | None, now: datetime, *, frozen: bool, by_staff: bool = False) -> bool:
    """Whether a page still offers to appeal against this decision."""
    return not appeal_error(decision, now, now, frozen=frozen, grace_minutes=0, by_staff=by_staff)


class AppealedApplication(Protocol):
    """What is asked of an application whose appeal waits."""

    @property
    def proposal(self) -> object | None: ...


def answer_is_proposed(application: AppealedApplication) -> bool:
    """Whether a member has proposed an answer to the appeal that waits. (A proposal from before an appeal ends with it.)"""
    return getattr(application.proposal, "answers_id", None) is not None


def appeal_error(
    decision: AppealedDecision | None,
    received_at: datetime,
    now: datetime,
    *,
    frozen: bool,
    grace_minutes: int,
    by_staff: bool = False,
) -> Sentence | None:
    """Why an appeal that was received then cannot be taken against the newest decision; None when it can. ``by_staff``: they
    write it down for the group. Where they have done so once, the group can still appeal itself, with its code.
    """
    if decision is None or decision.outcome == "eligible" or decision.fixed_at is not None:
        return _l("There is no decision on this application to appeal against.")
    if decision.answers_id is not None and (by_staff or decision.appeal_until is None):
        return _l("This decision is the answer to an appeal. Nobody can appeal against it again.")
    if decision.appeal is not None:
        return _l("The group has already appealed against this decision.")
    if frozen:
        return _l("The ballot has been frozen, so it is too late to appeal.")
    if decision.appeal_until is None:
        return _l("Nobody can appeal in this round.")
    if has_passed(decision.appeal_until, received_at, grace_minutes):
        return _l("The group could appeal until %(when)s. It is now too late.", when=day_time(decision.appeal_until))
    if received_at > now or received_at < start_of_day(decision.decided_at):
        return _l("Enter the day on which the group appealed. It is between the decision and today.")
    return None


def start_of_day(moment: datetime) -> datetime:
    """The beginning of the day of this moment, where people's calendars are."""
    return datetime.combine(moment.astimezone(LOCAL).date(), time(), LOCAL)


def words_error(words: str, missing: Sentence) -> Sentence | None:
    """Why a group's words cannot be taken. ``missing``: what is said where there are none."""
    if not tidy(words):
        return missing
    if len(tidy(words)) > LONGEST_WORDS:
        return _l("This must be %(most)s characters or fewer.", most=number(LONGEST_WORDS))
    return None


def who_may_answer(decision: AppealedDecision, members: Collection[int], interested: Collection[int]) -> set[int]:
    """The members who made neither the decision nor its proposal, and have no interest in the project."""
    return set(members) - set(interested) - {decision.made_by, decision.agreed_by}


class ApplicationToChange(Protocol):
    """What is asked of an application that was to be changed."""

    came_by: str
    sent_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def assessments(self) -> Sequence[AppealedDecision]: ...


def is_fixed_too_late(application: ApplicationToChange, now: datetime, grace_minutes: int = 0) -> bool:
    """Whether the group was asked to change something, and the day by which that had to come is over."""
    if status_of(application) != ApplicationStatus.FIX:
        return False
    return has_passed(application.assessments[-1].fix_until, now, grace_minutes)


def change_refusal(application: ApplicationToChange, round_: RoundDates, now: datetime) -> Sentence | None:
    """Why the answers cannot be changed or sent at ``now``; None when they can. Pages, letters and the act ask this."""
    late = is_fixed_too_late(application, now, round_.grace_minutes)
    return change_error(application, phase_of_typing(round_, now), late=late)
