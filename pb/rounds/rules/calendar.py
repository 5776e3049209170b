"""The calendar of a round: which phase it is in, and what is open. Computed from dates and facts, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from pb.clock import TOLERANCE


class Phase(StrEnum):
    """Where a round stands by its calendar. What happens after the close is known to the rooms above."""

    DRAFT = "draft"  # only staff know of it
    SET_UP = "set_up"  # before applications open
    APPLYING = "applying"
    ASSESSING = "assessing"  # applications closed, ballot not frozen yet
    READY = "ready"  # frozen, voting not open yet
    VOTING = "voting"
    POST = "post"  # screens closed, post still on its way
    CLOSED = "closed"
    ABANDONED = "abandoned"  # two people have given it up


#: Texts and applications can still change.
BEFORE_THE_FREEZE = (Phase.DRAFT, Phase.SET_UP, Phase.APPLYING, Phase.ASSESSING)


class AnyDecision(Protocol):
    """What the calendar needs to know of a decision after the freeze. In force once ``agreed_at`` is set."""

    @property
    def id(self) -> int: ...

    @property
    def kind(self) -> str: ...

    @property
    def undoes_id(self) -> int | None: ...

    @property
    def member_id(self) -> int | None: ...

    @property
    def project_id(self) -> int | None: ...

    @property
    def voting_closes_at(self) -> datetime | None: ...

    @property
    def post_closes_at(self) -> datetime | None: ...

    @property
    def agreed_at(self) -> datetime | None: ...


D = TypeVar("D", bound=AnyDecision)


class RoundDates(Protocol):
    """What the calendar needs to know of a round."""

    applications_open_at: datetime
    applications_close_at: datetime
    voting_opens_at: datetime
    voting_closes_at: datetime
    post_closes_at: datetime
    grace_minutes: int
    frozen_at: datetime | None

    @property
    def draft(self) -> bool | None: ...

    @property
    def decisions(self) -> Iterable[AnyDecision]: ...


#: Minutes: the margin of a new round, and of rounds that were set up before it was a setting.
USUAL_MARGIN = 30


class WithSessions(Protocol):
    """A round or its frozen ballot."""

    @property
    def session_margin_minutes(self) -> int | None: ...


def session_margin(round_: WithSessions) -> int:
    """How many minutes before and after a voting session ballots may still be opened there."""
    minutes = round_.session_margin_minutes
    return USUAL_MARGIN if minutes is None else minutes


def closes_at(round_: RoundDates) -> datetime:
    """When voting on screens closes: the frozen close, or the latest one that two people have agreed on."""
    return _closes(round_, in_force(round_))[0]


def post_closes_at(round_: RoundDates) -> datetime:
    """When the last post must be in: never before the screens close."""
    return _closes(round_, in_force(round_))[1]


def closes_without(round_: RoundDates, decision: AnyDecision) -> tuple[datetime, datetime]:
    """Both closes as they would be if this decision were not in force, screens first."""
    return _closes(round_, [each for each in in_force(round_) if each.id != decision.id])


def _closes(round_: RoundDates, decided: Iterable[AnyDecision]) -> tuple[datetime, datetime]:
    """An extension has both closes: a constraint of the table."""
    screens, post = [round_.voting_closes_at], [round_.post_closes_at]
    for each in decided:
        if each.kind == "extend" and each.voting_closes_at is not None and each.post_closes_at is not None:
            screens.append(each.voting_closes_at)
            post.append(each.post_closes_at)
    return max(screens), max(*post, *screens)


def agreed_decisions(round_: RoundDates) -> list[AnyDecision]:
    """What two people have decided after the freeze, in the order in which it was proposed; also what two have taken
    back since.
    """
    return [d for d in round_.decisions if d.agreed_at is not None]


def in_force(round_: RoundDates) -> list[AnyDecision]:
    """What two people have decided after the freeze and nobody has undone."""
    return in_force_of(round_.decisions)


def in_force_of(decisions: Iterable[D]) -> list[D]:
    """The same of decisions without their round at hand."""
    made = [d for d in decisions if d.agreed_at is not None]
    undone = {d.undoes_id for d in made}
    return [d for d in made if d.kind != "undo" and d.id not in undone]


def undoing(round_: RoundDates) -> dict[int, AnyDecision]:
    """The decisions by which others were undone, by the id of the other."""
    return {d.undoes_id: d for d in agreed_decisions(round_) if d.undoes_id is not None}


def proposed(round_: RoundDates) -> list[AnyDecision]:
    """What one person has proposed and nobody else has agreed to yet."""
    return [d for d in round_.decisions if d.agreed_at is None]


def withdrawals_of(decisions: Iterable[D]) -> dict[int, D]:
    """The decisions by which two people have withdrawn projects from the frozen ballot, by project id."""
    return {d.project_id: d for d in in_force_of(decisions) if d.kind == "withdraw" and d.project_id is not None}


def withdrawn_projects(round_: RoundDates) -> set[int]:
    """Ids of the projects that two people have withdrawn from the frozen ballot."""
    return set(withdrawals_of(round_.decisions))


def abandonment(round_: RoundDates) -> AnyDecision | None:
    """The decision by which two people have given the round up."""
    return next((each for each in agreed_decisions(round_) if each.kind == "abandon"), None)


def phase(round_: RoundDates, now: datetime) -> Phase:
    """The phase of ``round_`` at ``now``. A ballot that is not frozen never opens, whatever the dates say. Nor does a
    draft. A round that was abandoned stays so.
    """
    if abandonment(round_):
        return Phase.ABANDONED
    if round_.frozen_at is None:
        if round_.draft:
            return Phase.DRAFT
        if now < round_.applications_open_at:
            return Phase.SET_UP
        return Phase.APPLYING if now < round_.applications_close_at else Phase.ASSESSING
    if now < round_.voting_opens_at:
        return Phase.READY
    if now < closes_at(round_):
        return Phase.VOTING
    return Phase.POST if now < post_closes_at(round_) else Phase.CLOSED


def screen_casts_until(round_: RoundDates) -> datetime:
    """The end of the grace for ballots that were opened on a screen before the close."""
    return closes_at(round_) + timedelta(minutes=round_.grace_minutes)


def votes_may_come_until(round_: RoundDates) -> datetime:
    """When no vote can come any longer, and the box may be opened: the last post is in, and the grace of screens is over."""
    return max(post_closes_at(round_), screen_casts_until(round_))


def applications_until(round_: RoundDates) -> datetime:
    """Until when an application that was begun in time can be finished: as many minutes more as a ballot on a screen."""
    return round_.applications_close_at + timedelta(minutes=round_.grace_minutes)


def phase_of_typing(round_: RoundDates, now: datetime) -> Phase:
    """The phase for whoever began an application in time."""
    at = phase(round_, now)
    return Phase.APPLYING if at == Phase.ASSESSING and now < applications_until(round_) else at


def may_cast_on_screen(round_: RoundDates, opened_at: datetime, now: datetime) -> bool:
    """Whether a ballot opened on a screen at ``opened_at`` may be cast at ``now``: in time, or within the published
    grace.

    The clock that stamped ``opened_at`` may have been ahead of this one, or this one has been put back since: a ballot
    that was opened in time stays so. Up to ``TOLERANCE`` that holds before the first moment of voting too.
    """
    if phase(round_, opened_at) != Phase.VOTING:
        return False
    return round_.voting_opens_at - TOLERANCE <= now < screen_casts_until(round_)
