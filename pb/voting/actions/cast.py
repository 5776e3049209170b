"""The one door: every vote of every channel goes in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import Session

from pb import clock
from pb.codes import code_hash, receipt_of
from pb.refusals import Refusal
from pb.rounds.rules import Phase, may_cast_on_screen, phase
from pb.voting.models import BoxOpening, Envelope, Receipt, Right, Turnout
from pb.voting.queries import Sheet, dates_of
from pb.voting.rules.choices import refused
from pb.voting.rules.sealing import Choices, seal

#: Channels in which the voter stands before a screen, so that the close and its grace apply to the casting itself.
SCREENS = ("online", "kiosk")


@dataclass(frozen=True)
class Vote:
    """One vote on its way in.

    ``right_key``: the permission that it spends. ``attempt``: 128 random bits (hex) made when the ballot was opened,
    the same for every retry of this casting. ``opened_at``: when the ballot came on screen (None for paper and post).
    """

    sheet: Sheet
    right_key: str
    attempt: str
    choices: Choices
    channel: str
    venue_id: int | None = None
    assisted: bool = False
    opened_at: datetime | None = None


def cast(session: Session, vote: Vote) -> str:
    """Spend the right and put the sealed vote in the box, in the caller's transaction. Returns the receipt code.

    Casting the same attempt again changes nothing and returns the same receipt. Refuses choices that the ballot does
    not allow, a right that was used, voided or given to something else, and a round that is not open for this channel.
    The receipt may be shown only after the caller's commit.
    """
    if not _in_time(vote):
        return _again(session, vote, _too_late_or_early(vote))
    if sentence := refused(vote.sheet, vote.sheet.numbers, vote.choices):
        raise Refusal(sentence)
    connection = session.connection()
    # The row decides who is first: of any number of simultaneous casts exactly one changes it.
    spent = connection.execute(_SPEND, {"right": vote.right_key, "of_round": vote.sheet.round_id})
    if spent.rowcount != 1:
        return _again(session, vote)
    return _put_in(connection, vote)


#: Written once, because every cast says the same: building a statement takes longer than running it.
_SPEND = (
    update(Right.__table__)
    .where(Right.key == bindparam("right"), Right.round_id == bindparam("of_round"), Right.became.is_(None))
    .values(became="cast")
)
_TURNOUT, _ENVELOPE = insert(Turnout.__table__), insert(Envelope.__table__)


def _put_in(connection: Connection, vote: Vote) -> str:
    right_key, round_id, receipt = vote.right_key, vote.sheet.round_id, receipt_of(vote.attempt)
    connection.execute(
        _TURNOUT,
        {
            "right_key": right_key,
            "round_id": round_id,
            "cast_on": clock.today(),
            "venue_id": vote.venue_id,
            "channel": vote.channel,
            "assisted": vote.assisted,
        },
    )
    connection.execute(
        _ENVELOPE,
        {
            "right_key": right_key,
            "round_id": round_id,
            "attempt_hash": code_hash("attempt", vote.attempt),
            "receipt": receipt,
            "sealed": seal(vote.sheet.public_key, round_id, right_key, vote.choices),
        },
    )
    return receipt


def _in_time(vote: Vote) -> bool:
    now, sheet = clock.now(), vote.sheet
    if vote.channel not in SCREENS:
        return phase(dates_of(sheet), now) in (Phase.VOTING, Phase.POST, Phase.CLOSED)
    opened_at = vote.opened_at or now
    if sheet.voting_opens_at <= opened_at <= now < sheet.voting_closes_at:
        return True  # the common case needs no look at later decisions
    return may_cast_on_screen(dates_of(sheet), opened_at, now)


def _too_late_or_early(vote: Vote) -> Refusal:
    if clock.now() < vote.sheet.voting_opens_at:
        return Refusal("Voting in this round has not begun yet.", "The first day is on the round's page.")
    return Refusal("Voting in this round has closed, so this vote could not go in.", "Telephone us if you need help.")


def _receipt_in_the_box(session: Session, vote: Vote) -> str | None:
    receipt = receipt_of(vote.attempt)
    mine = code_hash("attempt", vote.attempt)
    waiting = select(Envelope.receipt).where(Envelope.right_key == vote.right_key, Envelope.attempt_hash == mine)
    if session.scalar(waiting):
        return receipt
    opened = select(Receipt.code).where(Receipt.round_id == vote.sheet.round_id, Receipt.code == receipt)
    return session.scalar(opened)


def _again(session: Session, vote: Vote, otherwise: Refusal | None = None) -> str:
    """Nothing can go in now: either this very vote went in before, which is well, or the reason why not is raised."""
    if receipt := _receipt_in_the_box(session, vote):
        return receipt
    if otherwise:
        raise otherwise
    if session.get(BoxOpening, vote.sheet.round_id):
        raise Refusal("The box has been opened. No vote can go in any more.")
    became = session.scalar(
        select(Right.became).where(Right.key == vote.right_key, Right.round_id == vote.sheet.round_id)
    )
    raise Refusal(*ALREADY.get(became or "", ALREADY["unknown"]))


#: What is said of a right that cannot be spent: without accusing, and what to do.
ALREADY = {
    "cast": (
        "A vote has been cast with this code already.",
        "It may have been you or somebody who helped you. If you are not sure, telephone us.",
    ),
    "exchanged": (
        "This code was handed in at a voting session already.",
        "If you did not vote there, telephone us.",
    ),
    "void": ("This card was replaced by a new one.", "Use the code on the new card, or telephone us."),
    "unused": ("This visit has been closed.", "Ask the facilitator to open the ballot again."),
    "unknown": ("This code does not belong to this round.", "Look at the newest card or letter, or telephone us."),
}
