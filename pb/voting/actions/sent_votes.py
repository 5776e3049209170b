"""Votes that a kiosk has sealed and sends when it has a network. Each goes through ``cast``, is held, or is refused and
counted; the device keeps it until it has an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pb import clock
from pb.database import db, transaction
from pb.refusals import Refusal
from pb.rounds.queries import is_abandoned
from pb.rounds.rules import session_margin
from pb.venues.models import VotingSession
from pb.voting.actions.cast import AttemptUsed
from pb.voting.actions.group_commit import Busy, cast_vote
from pb.voting.actions.held import hold, why_held
from pb.voting.actions.kiosk_locks import lock_kiosk, lock_session
from pb.voting.actions.last_word import last_word_of
from pb.voting.actions.late_cards import take_late_card
from pb.voting.actions.quick_votes import turns_came
from pb.voting.actions.stock import begin_from_stock, contact_of, end_turns_of_a_quiet_kiosk, is_not_now
from pb.voting.actions.votes import SealedVote
from pb.voting.actions.wording import hold_the_texts
from pb.voting.models import HeldEnvelope, Kiosk, LastWord, VotingRight
from pb.voting.queries import box_opening_of, require_frozen_ballot
from pb.voting.rules.stock import SEALED, reason_to_hold

#: "taken": it is in the ballot box. "held": two people decide about it. "refused": it can never be counted.
Answer = Literal["taken", "held", "refused"]
#: A vote that lost to something else at the same moment is looked at again.
_TRIES = 3


@dataclass(frozen=True)
class SentVote:
    """A vote as it came: the key of the opening that it spends, its attempt, the sealed ballot, with help or not; the
    digest whose code its voter was shown (None: of an older script); and the sealed code of its voter's card, where there is
    one.
    """

    right_key: str
    attempt: str
    sealed: bytes
    assisted: bool = False
    digest: str | None = None
    card: bytes | None = None


def take_votes(
    voting_session: VotingSession, kiosk: Kiosk, sent: Sequence[SentVote], *, accounted: bool
) -> dict[str, Answer]:
    """The answer for each vote, by the key of its opening. A vote without an answer is to be sent again: voting has not
    begun, the database is busy, or two people are deciding about votes that came from this kiosk after the close. The
    same votes again get the same answers and change nothing. ``accounted``: the account of the session is made, so that
    an opening that was not known to have begun has ended.
    """
    ballot = require_frozen_ballot(voting_session.round_id)
    if clock.now() < ballot.voting_opens_at:
        return {}
    with_help = {each.right_key for each in sent if each.assisted}
    with transaction() as session:
        hold_the_texts(session)
        lock_kiosk(session, kiosk)
        lock_session(session, voting_session)
        last_word = last_word_of(kiosk.id)
        why = reason_to_hold(voting_session, session_margin(ballot), clock.now())
        if last_word not in ("asked", "closed"):
            keys, ended = {each.right_key for each in sent}, accounted or is_not_now(session, kiosk, voting_session)
            if begun := begin_from_stock(session, kiosk, keys, ended=ended, assisted=with_help):
                turns_came(session, kiosk, contact_of(session, kiosk.id), len(begun))
            end_turns_of_a_quiet_kiosk(session, voting_session, kiosk)
        place = _Place(ballot.round_id, kiosk.id, voting_session.venue_id, why, last_word, bool(kiosk.tells_codes))
    found: dict[str, Answer] = {}
    for each in sent:
        try:
            answer = _take(place, each)
        except Busy:
            break
        if answer:
            found[each.right_key] = answer
    _note_refusals(place.kiosk_id, list(found.values()).count("refused"))
    return found


@dataclass(frozen=True)
class _Place:
    """Where the votes come from. (Plain numbers: each cast ends what was read before it.) ``reason``: why none of its
    session goes straight into the box now; "" where they do.
    """

    round_id: int
    kiosk_id: int
    venue_id: int
    reason: str
    last_word: LastWord | None = None
    tells_codes: bool = True


def _take(place: _Place, sent: SentVote) -> Answer | None:
    for _ in range(_TRIES):
        vote = SealedVote(
            ballot=require_frozen_ballot(place.round_id),
            right_key=sent.right_key,
            attempt=sent.attempt,
            choices={},
            channel="kiosk",
            venue_id=place.venue_id,
            assisted=sent.assisted,
            envelope=sent.sealed,
            told=sent.digest,
            older_script=sent.digest is None and not place.tells_codes,
        )
        try:
            return _put(vote, place, sent.card)
        except Refusal as refusal:  # its right was closed or spent, or a text corrected, at this moment
            if refusal.status == 503:  # nothing is wrong with the vote
                raise
            db.session.rollback()
    return "refused"


def _put(vote: SealedVote, place: _Place, card: bytes | None) -> Answer | None:
    kiosk_id = place.kiosk_id
    right = db.session.get(VotingRight, vote.right_key, populate_existing=True)
    if place.last_word in ("asked", "closed") and not _came_before(right, vote):
        return None if place.last_word == "asked" else "refused"
    if right is None or right.kiosk_id != kiosk_id or len(vote.sealed) != SEALED or is_abandoned(vote.ballot.round_id):
        return "refused"
    if fault := _fault_of_card(vote, right, kiosk_id, card):
        hold(vote, kiosk_id, fault, card)
        return "held"
    why = ""
    if right.status != "cast":  # one that is in already is told so
        why = "" if vote.is_under_its_code else "other_code"
        why = why or why_held(vote, kiosk_id) or place.reason or ("late" if right.status == "unused" else "")
    if why and not box_opening_of(vote.ballot.round_id):
        hold(vote, kiosk_id, why)
        return "held"
    try:
        cast_vote(vote)
    except AttemptUsed:
        hold(vote, kiosk_id, "used")
        return "held"
    return "taken"


def _fault_of_card(vote: SealedVote, right: VotingRight, kiosk_id: int, card: bytes | None) -> str:
    """Why there is no card for this vote; "" where it has been taken, or voters bring none. Of a vote that is in the box or
    waits nothing is looked at again.
    """
    is_open = not box_opening_of(vote.ballot.round_id)
    if vote.ballot.entitlement != "code" or not is_open or right.with_card or _came_before(right, vote):
        return ""
    return take_late_card(vote.ballot.round_id, vote.right_key, kiosk_id, card)


def _came_before(right: VotingRight | None, vote: SealedVote) -> bool:
    """Whether a vote of this opening is in the box, waits for two people or was turned away: then it gets its answer."""
    held = db.session.get(HeldEnvelope, vote.right_key, populate_existing=True)
    return held is not None or (right is not None and right.status in ("cast", "void"))


def _note_refusals(kiosk_id: int, how_many: int) -> None:
    """(One whose answer was lost on the way is counted again: nothing is kept by which it could be known.)"""
    if how_many:
        with transaction() as session:
            kiosk = session.get_one(Kiosk, kiosk_id)
            lock_kiosk(session, kiosk)
            contact_of(session, kiosk_id).refused += how_many
