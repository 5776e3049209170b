"""Voting sessions are planned, moved and cancelled. Venues and sessions are no part of the frozen ballot."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.database import db
from pb.edits import require_unedited, requires_change
from pb.guards import is_taken
from pb.people.queries import people_in
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, FACILITATOR, Actor
from pb.rounds.models import Round
from pb.rounds.rules import closes_at, session_margin
from pb.unicode_text import tidy
from pb.venues.models import TeamMember, Venue, VotingSession
from pb.venues.queries import planned_sessions, session_as_edited
from pb.venues.rules.hours import longer_error
from pb.venues.rules.sentences import (
    GIVE_THE_ROLE_FIRST,
    IS_CANCELLED,
    ONLY_FACILITATORS,
    OPEN_IT_AGAIN,
    SESSION_AT_THIS_TIME,
    WHY_CANCELLED,
    WHY_LONGER,
    WHY_OPENED_AGAIN,
)
from pb.venues.rules.sessions import begun_error, first_times, opening_again_error, overlap, times_error
from pb.words import lazy_gettext as _l

SESSION_PLANNED = Act(
    "session.planned", _l("planned a session: %(session)s. On the team: %(team)s"), only=(COORDINATOR,)
)


def plan_session(
    by: Actor,
    round_: Round,
    venue: Venue,
    starts_at: datetime,
    ends_at: datetime,
    team: Collection[int] = (),
    note: str = "",
) -> VotingSession:
    """The coordinator plans a session at a venue. ``team``: ids of facilitators.

    Refuses a time outside the voting days or at which the venue has a session already, and people who are no
    facilitators.
    """
    with acting(by, SESSION_PLANNED, round_id=round_.id, venue=venue.id) as act:
        voting_session = VotingSession(round_id=round_.id, venue_id=venue.id, starts_at=starts_at, ends_at=ends_at)
        voting_session.note = tidy(note) or None
        _require_free_times(round_, voting_session)
        act.session.add(voting_session)
        _give_team(act.session, voting_session, team)
        act.facts.update(session=voting_session.id, team=sorted(team))
    return voting_session


SESSION_CHANGED = Act(
    "session.changed",
    _l("changed a session: %(session)s. It was planned for %(was)s. On the team: %(team)s"),
    only=(COORDINATOR,),
)


def change_session(
    by: Actor,
    voting_session: VotingSession,
    starts_at: datetime,
    ends_at: datetime,
    team: Collection[int],
    note: str | None = None,
) -> None:
    """The coordinator moves a session or changes its team or its note (None: the note stays). Everybody reads then which
    times were public first.

    Refuses what planning refuses, a cancelled session, whoever typed its papers (guard `typists_join_no_team`), to let
    one that has begun end later (``extend_session`` asks for the reason), and to take somebody out of a team that has
    begun: who ran a session stays written down, because they must not type its papers.
    """
    what: dict[str, Any] = {"session": voting_session.id, "team": sorted(team)}
    with (
        acting(by, SESSION_CHANGED, round_id=voting_session.round_id, **what) as act,
        requires_change(lambda: session_as_edited(voting_session)),
    ):
        round_ = act.session.get_one(Round, voting_session.round_id)
        if voting_session.cancelled_at:
            raise Refusal(IS_CANCELLED, OPEN_IT_AGAIN)
        require_unedited(by, session_as_edited(voting_session))
        act.facts.update(was=voting_session.starts_at.isoformat(), starts=starts_at.isoformat())
        gone = {member.account_id for member in voting_session.team} - set(team)
        if voting_session.starts_at <= clock.now() and (
            refused := begun_error(voting_session, starts_at, ends_at, gone)
        ):
            raise Refusal(*refused)
        set_times(voting_session, starts_at, ends_at)
        if note is not None:
            voting_session.note = tidy(note) or None
        with act.session.no_autoflush:
            _require_free_times(round_, voting_session)
        _give_team(act.session, voting_session, team)


def set_times(voting_session: VotingSession, starts_at: datetime, ends_at: datetime) -> None:
    """Give a session other times, and keep those that were public first; a draft's were not. Part of a bigger act."""
    if not db.session.get_one(Round, voting_session.round_id).draft:
        for name, value in first_times(voting_session, starts_at, ends_at, clock.now())._asdict().items():
            setattr(voting_session, name, value)
    voting_session.starts_at, voting_session.ends_at = starts_at, ends_at


SESSION_EXTENDED = Act(
    "session.extended", _l("kept a session open for longer: %(session)s, until %(until)s"), only=(COORDINATOR,)
)


def extend_session(by: Actor, voting_session: VotingSession, until: datetime, reason: str) -> None:
    """The coordinator keeps a session open for longer today, with a reason, as people are still waiting.

    Refuses without a reason, on a day on which there is no session, a time that is no later, that is not today, or at
    which voting has closed, and once the session's account is made (guard `accounted_session_is_not_extended`).
    """
    if not tidy(reason):
        raise Refusal(WHY_LONGER, status=422)
    facts = {"session": voting_session.id, "until": until.isoformat()}
    with acting(by, SESSION_EXTENDED, round_id=voting_session.round_id, reason=tidy(reason), **facts) as act:
        if voting_session.cancelled_at:
            raise Refusal(IS_CANCELLED, OPEN_IT_AGAIN)
        round_ = act.session.get_one(Round, voting_session.round_id)
        if sentence := longer_error(
            voting_session, until, now=clock.now(), margin=session_margin(round_), closes_at=closes_at(round_)
        ):
            raise Refusal(sentence, status=422)
        voting_session.extended_until = until


SESSION_CANCELLED = Act("session.cancelled", _l("cancelled a session: %(session)s"), only=(COORDINATOR,))


def cancel_session(by: Actor, voting_session: VotingSession, reason: str) -> None:
    """The coordinator cancels a session. Refuses without a reason, twice, and once people were let in to vote there
    (guard `session_with_voters_is_held`), or have their tablets ready (guard `session_with_tablets_is_held`).
    """
    if not tidy(reason):
        raise Refusal(WHY_CANCELLED, status=422)
    with acting(
        by, SESSION_CANCELLED, round_id=voting_session.round_id, reason=tidy(reason), session=voting_session.id
    ):
        if voting_session.cancelled_at:
            raise Refusal(_l("This session has already been cancelled."))
        set_cancelled(voting_session, reason)


def set_cancelled(voting_session: VotingSession, reason: str) -> None:
    """Say that a session does not take place. Part of a bigger act."""
    voting_session.cancelled_at, voting_session.cancelled_because = clock.now(), tidy(reason)
    voting_session.opened_again_at = voting_session.opened_again_because = None


SESSION_OPENED_AGAIN = Act(
    "session.opened_again", _l("opened a cancelled session again: %(session)s"), only=(COORDINATOR,)
)


def open_session_again(by: Actor, voting_session: VotingSession, reason: str) -> None:
    """The coordinator lets a cancelled session take place after all, with a reason that everybody reads. Its team, the
    papers that were printed for it and its tablets are its own again.

    Refuses without a reason, a session that is not cancelled, once its last day is over, at a time that the venue has
    given to another session or that is outside the voting days, and once it was decided what happened to its papers (guard
    `session_stays_cancelled`).
    """
    if not tidy(reason):
        raise Refusal(WHY_OPENED_AGAIN, status=422)
    facts = {"session": voting_session.id}
    with acting(by, SESSION_OPENED_AGAIN, round_id=voting_session.round_id, reason=tidy(reason), **facts) as act:
        round_ = act.session.get_one(Round, voting_session.round_id)
        if voting_session.cancelled_at is None:
            raise Refusal(_l("This session is not cancelled."))
        if sentence := opening_again_error(voting_session.ends_at, clock.now(), closes_at(round_)):
            raise Refusal(sentence, _l("Plan a new one."))
        _require_free_times(round_, voting_session)
        voting_session.cancelled_at = voting_session.cancelled_because = None
        voting_session.opened_again_at, voting_session.opened_again_because = clock.now(), tidy(reason)


def _require_free_times(round_: Round, voting_session: VotingSession) -> None:
    if sentence := times_error(
        voting_session.starts_at, voting_session.ends_at, round_.voting_opens_at, closes_at(round_)
    ):
        raise Refusal(sentence, status=422)
    others = [
        (each.starts_at, each.ends_at)
        for each in planned_sessions(round_.id)
        if each.venue_id == voting_session.venue_id and each is not voting_session
    ]
    if overlap(voting_session.starts_at, voting_session.ends_at, others):
        raise Refusal(SESSION_AT_THIS_TIME, status=422)


def _give_team(session: Session, voting_session: VotingSession, team: Collection[int]) -> None:
    able = {person.id for person in people_in(FACILITATOR)}
    there = {member.account_id: member for member in voting_session.team}
    if set(team) - set(there) - able:
        raise Refusal(ONLY_FACILITATORS, GIVE_THE_ROLE_FIRST, status=422)
    voting_session.team = [there.get(account_id) or TeamMember(account_id=account_id) for account_id in team]
    try:
        session.flush()
    except IntegrityError as refused:
        if not is_taken(refused, *_PLANNED_ONCE):
            raise
        raise Refusal(SESSION_AT_THIS_TIME) from refused


#: The columns of ``uq_voting_session_planned_once``.
_PLANNED_ONCE = ("voting_session.round_id", "voting_session.venue_id", "voting_session.starts_at")
