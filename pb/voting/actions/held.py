"""Votes that wait for two people: from a tablet that had been stopped, after the close, with another vote's attempt."""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from pb import clock
from pb.codes import code_hash, receipt_of
from pb.database import db, transaction
from pb.marked import change_rows, delete_rows
from pb.marks import mark
from pb.refusals import Refusal
from pb.rounds.rules import closes_at
from pb.voting.actions.cast import is_in_time
from pb.voting.actions.kiosk_tallies import take_one_to_hold
from pb.voting.actions.late_cards import exchange_for
from pb.voting.actions.votes import VoteToCast
from pb.voting.models import Envelope, HeldEnvelope, Kiosk, Turnout, VotingRight, random_key
from pb.voting.queries import box_opening_of, dates_of
from pb.voting.rules.envelopes import CARD_FAULTS, ENVELOPE, marked_values
from pb.voting.rules.kiosk_times import HELD_FOR
from pb.voting.rules.sentences import TELL_THE_FACILITATOR
from pb.voting.rules.spent_rights import WHY_RIGHT_IS_SPENT
from pb.words import lazy_gettext as _l

_NOT_COUNTED = (
    _l("Two people have said that this vote cannot be counted."),
    TELL_THE_FACILITATOR,
)


def why_held(vote: VoteToCast, kiosk_id: int) -> str:
    """Why a vote from a kiosk does not go straight into the ballot box: "stopped", "late"; "" when it does, or when it
    is in already (a retry is told its receipt), or when the box is open.
    """
    right = db.session.get(VotingRight, vote.right_key)
    if right is None or right.status == "cast" or box_opening_of(vote.ballot.round_id):
        return ""
    kiosk = db.session.get(Kiosk, kiosk_id)
    if kiosk is None or kiosk.revoked_at is not None:
        return "stopped"
    return "" if is_in_time(vote) else "late"


def hold(vote: VoteToCast, kiosk_id: int, why: str, sealed_card: bytes | None = None) -> str:
    """Keep a sealed vote out of the ballot box until two people have decided; returns the receipt code that it will
    have if it goes in. Its right ends without a vote. The same attempt again changes nothing.

    A turn that was closed from outside may bring its vote for so long (``HELD_FOR``), and no longer: otherwise somebody
    could keep a page, send it weeks later, and have two people decide again and again. A vote that the device itself
    has sealed may come until the box is opened: the tablet may have been without a network, and it has no more openings
    than it was given.

    ``sealed_card``: the code of its card as it came, where the vote waits because of its card.

    Refuses choices that the ballot does not allow; a right that is not one of this kiosk's openings, or was used by
    another attempt; a vote about which two people have already decided that it does not count; and more votes than
    turns were open when the kiosk was stopped, so that an old page of an earlier turn brings none.
    """
    if sentence := vote.error():
        raise Refusal(sentence)
    _ = vote.sealed  # the longest piece of work, before the lock is taken
    with transaction() as session:
        session.get(Kiosk, kiosk_id, with_for_update={"of": Kiosk, "key_share": True})  # first, as where a turn begins
        if not _waits_already(session, vote, kiosk_id):
            _require_was_open(session, vote, kiosk_id)
            session.add(
                HeldEnvelope(
                    right_key=vote.right_key,
                    round_id=vote.ballot.round_id,
                    kiosk_id=kiosk_id,
                    why=why,
                    venue_id=vote.venue_id,
                    assisted=vote.assisted,
                    attempt_hash=code_hash("attempt", vote.attempt),
                    receipt=vote.receipt,
                    sealed=vote.sealed,
                    sealed_card=sealed_card,
                )
            )
    return vote.receipt


def _waits_already(session: Session, vote: VoteToCast, kiosk_id: int) -> bool:
    """Whether this very attempt is held; refuses what cannot be."""
    right = session.scalar(select(VotingRight).where(VotingRight.key == vote.right_key).with_for_update())
    if right is None or right.kind != "opening" or right.kiosk_id != kiosk_id:
        raise Refusal(*WHY_RIGHT_IS_SPENT["unknown"])
    waiting = session.get(HeldEnvelope, vote.right_key)
    if waiting and waiting.attempt_hash == code_hash("attempt", vote.attempt):
        return True
    if waiting or right.status == "cast":
        raise Refusal(*WHY_RIGHT_IS_SPENT["cast"])
    if right.status == "void":
        raise Refusal(*_NOT_COUNTED)
    return False


def _require_was_open(session: Session, vote: VoteToCast, kiosk_id: int) -> None:
    """The turn is still open and ends now, or it was closed from outside a while ago, with its voter at the screen."""
    here = VotingRight.key == vote.right_key
    if change_rows(session, VotingRight, (here, VotingRight.status.is_(None)), status="unused"):
        return
    if session.scalar(select(VotingRight.from_stock).where(here)):
        return
    kiosk = session.get_one(Kiosk, kiosk_id)
    ended = kiosk.revoked_at or closes_at(dates_of(vote.ballot))
    if clock.now() > ended + HELD_FOR or not take_one_to_hold(session, kiosk):
        raise Refusal(*WHY_RIGHT_IS_SPENT["unused"])


def let_in(session: Session, kiosk_id: int) -> int:
    """The held votes of a kiosk go into the ballot box as they came, on this day; how many. Part of a bigger act. One
    whose receipt another vote has gets a new one. One that waited because of its card goes in only if the card gives a vote by
    now: nobody can give a card a second vote.
    """
    rows = _held(session, kiosk_id)
    put_in = 0
    for row in rows:
        if row["why"] in CARD_FAULTS and exchange_for(session, row["round_id"], row["right_key"], row["sealed_card"]):
            _end(session, row["right_key"], "void")
            continue
        put_in += 1
        _end(session, row["right_key"], "cast")
        turnout = {name: row[name] for name in ("right_key", "round_id", "venue_id", "assisted")}
        turnout |= {"cast_on": clock.today(), "channel": "kiosk"}
        envelope = {name: row[name] for name in ("right_key", "round_id", "attempt_hash", "receipt", "sealed")}
        if _is_receipt_taken(session, row["round_id"], row["receipt"]):
            envelope["receipt"] = receipt_of(random_key())
        envelope["keyed_mark"] = mark(ENVELOPE, *marked_values(turnout, envelope))
        session.connection().execute(insert(Turnout.__table__), [turnout])
        session.connection().execute(insert(Envelope.__table__), [envelope])
    delete_rows(session, HeldEnvelope, HeldEnvelope.kiosk_id == kiosk_id)
    return put_in


def _is_receipt_taken(session: Session, round_id: int, receipt: str) -> bool:
    here = select(Envelope.right_key).where(Envelope.round_id == round_id, Envelope.receipt == receipt)
    return session.scalar(here) is not None


def turn_away(session: Session, kiosk_id: int) -> int:
    """The held votes of a kiosk do not count: nobody ever reads them, so damaged ones go too. How many. Part of a bigger
    act.
    """
    table = HeldEnvelope.__table__
    query = select(table.c.right_key).where(table.c.kiosk_id == kiosk_id).order_by(table.c.right_key)
    keys = session.connection().scalars(query.with_for_update()).all()
    for key in keys:
        _end(session, key, "void")
    delete_rows(session, HeldEnvelope, HeldEnvelope.kiosk_id == kiosk_id, damaged_too=True)
    return len(keys)


def _held(session: Session, kiosk_id: int) -> list[dict]:
    """In the order of their random keys: it tells nothing."""
    query = select(HeldEnvelope).where(HeldEnvelope.kiosk_id == kiosk_id).order_by(HeldEnvelope.right_key)
    rows = session.scalars(query.with_for_update()).all()  # loaded whole, so that their marks are looked at
    table = HeldEnvelope.__table__
    return [{column.name: getattr(row, column.name) for column in table.columns} for row in rows]


def _end(session: Session, right_key: str, status: str) -> None:
    change_rows(session, VotingRight, (VotingRight.key == right_key, VotingRight.status == "unused"), status=status)
