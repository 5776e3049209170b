"""Voting cards: the packs in which they were made, which codes work, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from pb import clock
from pb.database import db
from pb.jobs import Job, JobPart, jobs_of
from pb.people.queries.accounts import may_still_act
from pb.read_once import read_once
from pb.record.queries import lines_of_acts
from pb.roles import COORDINATOR
from pb.voting.models import CardPack, CardStack, VotingRight
from pb.voting.queries.rights import right_of_card, rights_in_numbers
from pb.voting.rules.cards import CODES_KEPT_FOR

#: The job that makes many cards (``pb.voting.actions.card_orders``).
CARD_ORDER = "cards"
#: The act that replaces a lost card, as the record names it.
CARD_REISSUED = "card.reissued"


@read_once
def packs(round_id: int) -> list[CardPack]:
    """The cards that were made, pack by pack, the newest first."""
    query = select(CardPack).where(CardPack.round_id == round_id)
    return list(db.session.scalars(query.order_by(CardPack.first.desc())))


def unreleased_packs(round_id: int) -> list[CardPack]:
    """Those that nobody has released, the newest first: of hundreds a few."""
    query = select(CardPack).where(CardPack.round_id == round_id, CardPack.released_by.is_(None))
    return list(db.session.scalars(query.order_by(CardPack.first.desc())))


@read_once
def cards_in_unreleased(round_id: int) -> dict[int, int]:
    """How many cards of each of these are not cancelled, by its first number; one of which all are is not among them."""
    here = (
        CardPack.round_id == VotingRight.round_id,
        VotingRight.card_number.between(CardPack.first, CardPack.last),
        VotingRight.status.is_distinct_from("void"),
    )
    query = select(CardPack.first, func.count()).join(VotingRight, here[0] & here[1] & here[2])
    unreleased = query.where(CardPack.round_id == round_id, CardPack.released_by.is_(None))
    return dict(db.session.execute(unreleased.group_by(CardPack.first)).all())


def pack_to_release(round_id: int, account_id: int) -> CardPack | None:
    """The cards that have waited longest for somebody to count them, and that this person has not made. Not those that
    are still to be printed, nor those that were all cancelled.
    """
    oldest_first = reversed(packs(round_id))
    waiting = (each for each in oldest_first if not each.released_by and each.made_by != account_id)
    return next((each for each in waiting if cards_in(each) and not are_unprinted(each)), None)


def are_unprinted(pack: CardPack) -> bool:
    """Whether codes of this pack still wait for the person who ordered it."""
    parts = select(JobPart.first).join(Job, Job.id == JobPart.job_id)
    here = (Job.round_id == pack.round_id, Job.kind == CARD_ORDER, JobPart.first.between(pack.first, pack.last))
    return db.session.scalar(parts.where(*here).limit(1)) is not None


def unprinted_packs(round_id: int) -> set[int]:
    """The packs of a round of which that is so, by their first number."""
    parts = select(CardPack.first).join(Job, Job.round_id == CardPack.round_id).join(JobPart, JobPart.job_id == Job.id)
    here = (Job.kind == CARD_ORDER, JobPart.first.between(CardPack.first, CardPack.last))
    return set(db.session.scalars(parts.where(CardPack.round_id == round_id, *here).distinct()))


@read_once
def card_orders(round_id: int) -> list[Job]:
    """The orders of many cards, the newest first."""
    return jobs_of(round_id, CARD_ORDER)


def pack_of_order(card_order: Job) -> tuple[int, int] | None:
    """The first and last number of the cards that were made for an order; None before that."""
    made = card_order.outcome if card_order.state == "done" else {}
    return (made["first"], made["last"]) if made else None


def may_be_cancelled(card_order: Job) -> bool:
    """Whether cards were made for an order that nobody has released, and not all are cancelled."""
    span = pack_of_order(card_order)
    pack = db.session.get(CardPack, (card_order.round_id, span[0])) if span else None
    return pack is not None and pack.released_by is None and cards_in(pack) > 0


def are_codes_gone(card_order: Job) -> bool:
    """Whether the time in which its codes could be fetched is over."""
    return card_order.ended_at is not None and clock.now() >= card_order.ended_at + CODES_KEPT_FOR


def pack_of(right: VotingRight) -> CardPack | None:
    """The pack of a card; None where it is older than packs, or no card. It is loaded whole, so that its mark is looked
    at: a release that somebody wrote into the database is refused.
    """
    here = (
        CardPack.round_id == right.round_id,
        CardPack.first <= right.card_number,
        CardPack.last >= right.card_number,
    )
    return None if right.card_number is None else db.session.scalar(select(CardPack).where(*here).limit(1))


def is_released(right: VotingRight) -> bool:
    """Whether the code of this card works: somebody has counted its pack, or it is older than packs."""
    pack = pack_of(right)
    return pack is None or pack.released_by is not None


def may_withdraw(account_id: int | None, pack: CardPack) -> bool:
    """Whether somebody made this new card themself, or takes over from a coordinator who has left."""
    return pack.made_by == account_id or not may_still_act(pack.made_by, COORDINATOR)


def waiting_replacement_of(round_id: int, card_number: int, *, made_by: int | None) -> CardPack | None:
    """The new card by this person that waits to be released in place of this one."""
    return next((each for each in waiting_card_replacements(round_id, card_number) if each.made_by == made_by), None)


def waiting_card_replacements(round_id: int, card_number: int | None = None) -> list[CardPack]:
    """The new cards in place of lost ones (of this one) that nobody has released or cancelled yet, the newest first."""
    waiting = [each for each in unreleased_packs(round_id) if each.replaces is not None]
    cards = cards_in_unreleased(round_id) if waiting else {}
    return [each for each in waiting if each.first in cards and card_number in (None, each.replaces)]


def cards_in(pack: CardPack) -> int:
    """How many cards a printed pack must have: those that were made and not cancelled since."""
    query = select(func.count()).where(
        VotingRight.round_id == pack.round_id,
        VotingRight.card_number.between(pack.first, pack.last),
        VotingRight.status.is_distinct_from("void"),
    )
    return db.session.scalar(query) or 0


def card_counts(round_id: int) -> Counter[str | None]:
    """How many voting codes there are, and how they ended."""
    found: Counter[str | None] = Counter()
    for (_place, kind, status, _again), n in rights_in_numbers(round_id).items():
        if kind == "code":
            found[status] += n
    return found


@dataclass(frozen=True)
class LostCard:
    """The lost card in whose place a pack of one card stands: its number, where its stack went ("" where nobody wrote
    it down), and what was said when it was replaced ("" where that has been erased). ``is_cancelled``: it no longer works,
    because it never did or was cancelled before. Whether it was used is not said here: that would tell who has voted.
    """

    number: int
    place: str
    reason: str
    is_cancelled: bool


def lost_card_of(pack: CardPack) -> LostCard | None:
    """What the person who releases a replacement reads of the card that it replaces."""
    if pack.replaces is None:
        return None
    stack = (CardStack.round_id == pack.round_id, CardStack.first <= pack.replaces, CardStack.last >= pack.replaces)
    place = db.session.scalar(select(CardStack.place).where(*stack).limit(1))
    said = lines_of_acts(CARD_REISSUED, round_id=pack.round_id)
    line = next((each for each in said if each.facts.get("new_card") == pack.first), None)
    lost = right_of_card(pack.round_id, pack.replaces)
    is_cancelled = lost is not None and lost.status == "void"
    return LostCard(pack.replaces, place or "", line.reason.text if line and line.reason else "", is_cancelled)
