"""Several sessions are changed together: all of them as the page showed it, or none."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from pb.edits import require_unedited
from pb.people.queries import people_in
from pb.programme.queries.sessions import outcomes_of, together_as_edited
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, FACILITATOR, Actor
from pb.rounds.models import Round
from pb.typed_times import TypedTime
from pb.venues.actions import set_cancelled, set_times
from pb.venues.models import TeamMember, VotingSession
from pb.venues.queries import sessions_by_id
from pb.venues.rules.sentences import GIVE_THE_ROLE_FIRST, ONLY_FACILITATORS, WHY_CANCELLED
from pb.venues.rules.together import SessionChange, SessionChangeKind, SessionOutcome
from pb.words import lazy_gettext as _l

SESSIONS_CHANGED_TOGETHER = Act(
    "sessions.changed_together",
    _l("changed sessions together (%(sessions)s)"),
    only=(COORDINATOR,),
    ways={
        SessionChangeKind.MOVE: _l("moved sessions to another day or time together (%(sessions)s)"),
        SessionChangeKind.TIMES: _l("set new times for sessions together (%(sessions)s)"),
        SessionChangeKind.TEAM: _l("changed the teams of sessions together (%(sessions)s)"),
        SessionChangeKind.NOTE: _l("changed the note of sessions together (%(sessions)s)"),
        SessionChangeKind.CANCEL: _l("cancelled sessions together (%(sessions)s)"),
    },
)


def change_together(by: Actor, round_: Round, ids: Collection[int], change: SessionChange) -> int:
    """The coordinator changes these sessions of a round; returns how many they are.

    Refuses all of them where one cannot be changed (``pb.venues.rules.together``), would be no other, or is not as the
    page showed it; people who are no facilitators; and to cancel without a reason.
    """
    if change.kind == SessionChangeKind.CANCEL and not change.reason:
        raise Refusal(WHY_CANCELLED, status=422)
    facts = {"way": change.kind.value, "which": sorted(ids), **_facts_of(change)}
    with acting(by, SESSIONS_CHANGED_TOGETHER, round_id=round_.id, reason=change.reason, **facts) as act:
        found = outcomes_of(round_, ids, change)
        require_unedited(by, together_as_edited(found))
        _require_all(found, ids)
        if change.joins - {person.id for person in people_in(FACILITATOR)}:
            raise Refusal(ONLY_FACILITATORS, GIVE_THE_ROLE_FIRST, status=422)
        act.facts["sessions"] = len(found)
        _write(act.session, found, change)
    return len(found)


def _facts_of(change: SessionChange) -> dict[str, Any]:
    said = {
        "days": change.days,
        "minutes": change.minutes,
        "starts_daily": _clock(change.starts),
        "ends_daily": _clock(change.ends),
        "joins": sorted(change.joins),
        "leaves": sorted(change.leaves),
    }
    return {name: value for name, value in said.items() if value}


def _clock(at: TypedTime | None) -> str:
    return "" if at is None else "24:00" if at.ends_the_day else f"{at.at:%H:%M}"


def _require_all(found: list[SessionOutcome], ids: Collection[int]) -> None:
    if not found:
        raise Refusal(_l("Choose at least one session."), status=422)
    for each in found:
        if not each.is_done:
            raise Refusal(
                _l(
                    "Nothing was changed, because one session cannot be changed like this: %(venue)s. %(why)s",
                    venue=each.session.venue,
                    why=each.cannot or _l("It stays as it is."),
                ),
                _l("Go back and look at the list again."),
            )
    if len(found) != len(set(ids)):
        raise Refusal(_l("Nothing was changed, because one of these sessions is not in this round."))


def _write(session: Session, found: list[SessionOutcome], change: SessionChange) -> None:
    """Each by itself and in the order in which they make room for each other: of two at one venue that both start later,
    the later one goes first, or for a moment both would start at the same time.
    """
    there = sessions_by_id(each.session.id for each in found)
    for each in sorted(found, key=_makes_room):
        voting_session = there[each.session.id]
        if change.kind == SessionChangeKind.CANCEL:
            set_cancelled(voting_session, change.reason)
        elif change.kind == SessionChangeKind.NOTE:
            voting_session.note = each.then.note or None
        elif change.kind == SessionChangeKind.TEAM:
            _give_team(voting_session, each.then.team)
        else:
            set_times(voting_session, each.then.starts_at, each.then.ends_at)
            session.flush()
    session.flush()


def _makes_room(each: SessionOutcome) -> float:
    later = each.then.starts_at > each.session.starts_at
    at = each.session.starts_at.timestamp()
    return -at if later else at


def _give_team(voting_session: VotingSession, team: Collection[int]) -> None:
    kept = [member for member in voting_session.team if member.account_id in team]
    new = sorted(set(team) - {member.account_id for member in kept})
    voting_session.team = [*kept, *(TeamMember(account_id=account_id) for account_id in new)]
