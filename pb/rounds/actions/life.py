"""Whether there is a round at all: a draft is published, and two people give up a published one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.record.actions import ActInProgress, acting, asked_before_each_act
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor, Role
from pb.rounds.actions.who_decides import require_kind_of_ending, require_second_of_ending
from pb.rounds.models import Decision, Round
from pb.rounds.queries import is_abandoned, never_set_of
from pb.rounds.rules import abandon_error
from pb.rounds.rules.sentences import (
    DECISION_IS_MADE,
    GIVE_THE_REASON,
    READ_THE_REASON,
    ROUND_IS_ABANDONED,
    SET_EVERYTHING_FIRST,
)
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l


@asked_before_each_act
def require_not_abandoned(act: ActInProgress) -> None:
    """Refuse what people do in a round that two have given up. The server may still clear up, by its commands."""
    if act.round_id is None or act.what.after_the_end or act.by.role == Role.COMMAND:
        return
    if is_abandoned(act.round_id):
        raise Refusal(ROUND_IS_ABANDONED, READ_THE_REASON)


def require_still_there(session: Session, round_id: int) -> None:
    """Before something is ordered for a round: nobody deletes it until this transaction ends. Part of a bigger one.

    Refuses where somebody has deleted it since the page was opened.
    """
    query = select(Round.id).where(Round.id == round_id)
    if session.scalar(query.with_for_update(read=True, key_share=True)) is None:
        raise Refusal(_l("This round has been deleted."))


ROUND_PUBLISHED = Act("round.published", _l("published the round"), only=(COORDINATOR,))


def publish_round(by: Actor, round_: Round) -> None:
    """A coordinator publishes a draft: from now on everybody can read it. Refuses a second time, and while a section of its
    settings was never set (guard `settings_set_before_publishing`).
    """
    with acting(by, ROUND_PUBLISHED, round_id=round_.id) as act:
        act.session.refresh(round_)
        if not round_.draft:
            raise Refusal(_l("This round has already been published."))
        if never_set_of(round_):
            raise Refusal(SET_EVERYTHING_FIRST)
        round_.draft = False


ABANDONING_PROPOSED = Act(
    "round.abandoning_proposed", _l("proposed to abandon the round"), only=(COORDINATOR, STEERING), impartial=True
)


def propose_abandoning(by: Actor, round_: Round, reason: str) -> Decision:
    """A coordinator or steering group member proposes to give the round up, for a reason that everybody will read.

    Refuses without a reason, a draft, a round whose result is signed (guard `abandoned_before_the_signing_insert`) and a
    second time.
    """
    if not tidy(reason):
        raise Refusal(GIVE_THE_REASON, status=422)
    with acting(by, ABANDONING_PROPOSED, round_id=round_.id, reason=tidy(reason)) as act:
        if sentence := abandon_error(round_):
            raise Refusal(sentence)
        who: Any = by.account_id
        decision = Decision(
            round_id=round_.id, kind="abandon", reason=tidy(reason), proposed_by=who, proposed_at=clock.now()
        )
        act.session.add(decision)
        act.session.flush()
        act.facts["decision"] = decision.id
    return decision


ROUND_ABANDONED = Act(
    "round.abandoned",
    _l("agreed to abandon the round, so it has ended without a result"),
    only=(STEERING,),
    people=2,
    impartial=True,
    shows=lambda decision: (decision, decision.round),
)


def agree_to_abandon(by: Actor, decision: Decision, votes: int | None = None) -> None:
    """A steering group member agrees, and the round has ended. ``votes``: how many people have voted (known further up).

    Refuses who proposed it, others than members, what is decided, and once the result is signed (guard
    `abandoned_before_the_signing_update`).
    """
    with acting(by, ROUND_ABANDONED, round_id=decision.round_id, decision=decision.id) as act:
        require_second_of_ending(by, decision)
        act.require_as_shown(decision)
        decision.agreed_by, decision.agreed_at, decision.votes_then = by.account_id, clock.now(), votes


ABANDONING_WITHDRAWN = Act(
    "round.not_abandoned", _l("withdrew or turned down the proposal to abandon the round"), only=(COORDINATOR, STEERING)
)


def withdraw_abandoning(by: Actor, decision: Decision) -> None:
    """The proposal is withdrawn by who made it, or turned down by another coordinator or member. Refuses
    others, another kind of decision, and once it is made.
    """
    with acting(by, ABANDONING_WITHDRAWN, round_id=decision.round_id, decision=decision.id) as act:
        require_kind_of_ending(decision)
        if decision.agreed_at:
            raise Refusal(DECISION_IS_MADE)
        act.session.delete(decision)
