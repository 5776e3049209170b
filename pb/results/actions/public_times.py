"""When a signed result becomes public: by itself, at a time that is set with it, and that two people can move until it comes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pb import clock
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.results.actions.proposals import require_may_agree, require_may_end, require_may_propose
from pb.results.models import Publication, PublicTime
from pb.results.queries.corrections import correction_under_way, final_publication_of
from pb.results.queries.public_times import new_time_of, newest_number, time_to_come
from pb.results.rules.public_times import LONGEST_WAIT
from pb.results.rules.sentences import IS_PUBLIC_ALREADY, IS_SET, NEW_TIME_IS_AGREED, NEW_TIME_WAITS, STOP_IT
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds.models import Round
from pb.words import Sentence
from pb.words import lazy_gettext as _l


def require_not_final(round_id: int, saying: Sentence) -> None:
    """Refuse what cannot be done once a result is signed and published, or has its time: ``saying`` of one that is public."""
    if final_publication_of(round_id) is None:
        return
    if time_to_come(round_id):
        raise Refusal(IS_SET, STOP_IT)
    raise Refusal(saying)


def require_time_to_come(at: datetime) -> None:
    """Refuse a time that is over, or so far off that it is more likely a mistake."""
    if at <= clock.now():
        raise Refusal(
            _l("This time is over. Choose a time that is still to come, or publish the result now."), status=422
        )
    if at > clock.now() + LONGEST_WAIT:
        raise Refusal(
            _l("This time is too far off. Choose one in the next %(days)s days.", days=LONGEST_WAIT.days), status=422
        )


RESULT_TIME_PROPOSED = Act(
    "result.time_proposed",
    _l("proposed another time at which the signed result becomes public"),
    only=(COORDINATOR, STEERING),
)


def propose_time(by: Actor, round_: Round, at: datetime) -> PublicTime:
    """Somebody proposes another time for a signed result that is not public yet.

    Refuses where there is none, a time that is over, too far off or the same, and a second proposal.
    """
    with acting(by, RESULT_TIME_PROPOSED, round_id=round_.id, public_from=_in_utc(at)) as act:
        require_may_propose(by, round_)
        result = _still_to_come(round_)
        if new_time_of(result) is not None:
            raise Refusal(NEW_TIME_WAITS)
        require_time_to_come(at)
        if at == result.public_from:
            raise Refusal(_l("That is the time which is set already."), status=422)
        who: Any = by.account_id
        proposed = PublicTime(
            round_id=round_.id,
            version=result.version,
            number=newest_number(result) + 1,
            public_from=at,
            proposed_by=who,
            proposed_at=clock.now(),
        )
        act.session.add(proposed)
    return proposed


RESULT_TIME_MOVED = Act(
    "result.time_moved",
    _l("agreed to another time at which the signed result becomes public"),
    only=(STEERING,),
    people=2,
)


def agree_to_time(by: Actor, round_: Round, proposed: PublicTime) -> None:
    """A steering group member agrees: the result becomes public at this time.

    Refuses who proposed it, others than members of the round, and once either time is over.
    """
    with acting(by, RESULT_TIME_MOVED, round_id=round_.id, public_from=_in_utc(proposed.public_from)) as act:
        require_second_of_time(by, round_, proposed)
        require_time_to_come(proposed.public_from)
        act.require_as_shown(proposed)
        proposed.agreed_by, proposed.agreed_at = by.account_id, clock.now()


def require_second_of_time(by: Actor, round_: Round, proposed: PublicTime) -> None:
    """Refuse who cannot be the second of the two. (An interest in a project stops nobody: this changes no result.)"""
    if proposed.agreed_at:
        raise Refusal(NEW_TIME_IS_AGREED)
    _still_to_come(round_)
    require_may_agree(by, round_, proposed.proposed_by, impartial=False)


RESULT_TIME_KEPT = Act(
    "result.time_kept",
    _l("withdrew or turned down the proposal of another time at which the signed result becomes public"),
    only=(COORDINATOR, STEERING),
)


def withdraw_time(by: Actor, proposed: PublicTime) -> None:
    """The proposal is withdrawn by who made it, or turned down by a member. Refuses others, and once two people have agreed."""
    with acting(by, RESULT_TIME_KEPT, round_id=proposed.round_id, public_from=_in_utc(proposed.public_from)) as act:
        if proposed.agreed_at:
            raise Refusal(NEW_TIME_IS_AGREED)
        require_may_end(by, act.session.get_one(Round, proposed.round_id), proposed.proposed_by, impartial=False)
        act.session.delete(proposed)


def _still_to_come(round_: Round) -> Publication:
    """The signed result of this round whose time has not come. Refuses where there is none."""
    result = time_to_come(round_.id)
    if result is None or correction_under_way(round_.id):
        raise Refusal(IS_PUBLIC_ALREADY)
    return result


def _in_utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
