"""Reply envelopes that come by post: checked in unopened, or put aside for good."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb import clock
from pb.database import db, transaction
from pb.people.actions.who_acts import require_role
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, Actor
from pb.rounds.rules import Phase, phase
from pb.rounds.rules.sentences import ROUND_IS_ABANDONED
from pb.voting.actions.rights import VOTING_STARTS_AFTER_THAT, require_phase, take_card
from pb.voting.models import PostalRequest, PostalReturn, UnopenedEnvelope, VotingRight
from pb.voting.queries import dates_of, require_frozen_ballot
from pb.voting.rules.post import UNOPENED
from pb.voting.rules.sentences import (
    NOBODY_VOTES_NOW,
    NOT_STARTED_YET,
    POST_HAS_CLOSED,
    WHEN_VOTING_STARTS,
    WRITE_LATE,
)
from pb.words import lazy_gettext as _l


def check_in_envelope(by: Actor, round_id: int, card: VotingRight) -> None:
    """A reply envelope came by post: its code is exchanged for a right of kind "post", and the envelope is opened
    apart.

    Who does it is asked for their role and written down nowhere. Refuses others than those of the paper desk, a used or
    cancelled code, and an envelope that comes after the last post.
    """
    require_role(by, (COORDINATOR, COUNTER))
    with transaction() as session:
        ballot = require_frozen_ballot(round_id, VOTING_STARTS_AFTER_THAT)
        if phase(dates_of(ballot), clock.now()) == Phase.CLOSED:
            raise Refusal(POST_HAS_CLOSED, WRITE_LATE)
        require_phase(ballot, (Phase.VOTING, Phase.POST))
        take_card(session, ballot, card)
        session.add(VotingRight(round_id=round_id, kind="post"))
        _came_back(session, round_id, card.card_number)


def _came_back(session: Session, round_id: int, number: int | None) -> None:
    """Where the card went out by post, it is known that the envelope came; of no other card is anything kept."""
    request = session.get(PostalRequest, (round_id, number)) if number is not None else None
    went_out = request is not None and request.sent and not request.alone
    if went_out and session.get(PostalReturn, (round_id, number)) is None:
        session.add(PostalReturn(round_id=round_id, number=number))


PUT_ASIDE = Act(
    "envelope.put_aside",
    _l("put a reply envelope aside unopened"),
    only=(COORDINATOR, COUNTER),
    ways={
        "late": _l("put a reply envelope aside unopened: it came too late"),
        "used": _l("put a reply envelope aside unopened: its code or number had already been used"),
        "cancelled": _l("put a reply envelope aside unopened: its card was cancelled or closed"),
        "unknown": _l("put a reply envelope aside unopened: it had no code or number that we know"),
        "open": _l("put a reply envelope aside unopened: it was open or torn when it came"),
    },
)


def put_aside(by: Actor, round_id: int, reason: str, number: int | None = None) -> None:
    """A reply envelope stays closed, for one of the reasons ``UNOPENED``. ``number``: the card's, where one stands on it;
    it is only used to say that this postal vote came back, and kept with no envelope. Refuses before voting starts.
    """
    if reason not in UNOPENED:
        raise ValueError(reason)
    with acting(by, PUT_ASIDE, round_id=round_id, way=reason) as act:
        now = phase(dates_of(require_frozen_ballot(round_id, VOTING_STARTS_AFTER_THAT)), clock.now())
        if now == Phase.ABANDONED:
            raise Refusal(ROUND_IS_ABANDONED, NOBODY_VOTES_NOW)
        if now == Phase.READY:
            raise Refusal(NOT_STARTED_YET, WHEN_VOTING_STARTS)
        act.session.add(UnopenedEnvelope(round_id=round_id, reason=reason))
        if number is not None:
            _came_back(act.session, round_id, number)


NOT_PUT_ASIDE = Act(
    "envelope.not_put_aside",
    _l("removed a reply envelope from those that were put aside"),
    only=(COORDINATOR, COUNTER),
)


def remove_put_aside(by: Actor, round_id: int, reason: str) -> None:
    """One envelope too many was put aside for this reason, by a slip. Refuses where there is none, and once the ballot box
    is open (guard `unopened_envelope_is_kept`).
    """
    with acting(by, NOT_PUT_ASIDE, round_id=round_id, reason=reason) as act:
        of_reason = (UnopenedEnvelope.round_id == round_id, UnopenedEnvelope.reason == reason)
        newest = db.session.scalar(select(func.max(UnopenedEnvelope.id)).where(*of_reason))
        if newest is None:
            raise Refusal(_l("No envelope was put aside for this reason."))
        act.session.delete(act.session.get_one(UnopenedEnvelope, newest))
