"""The account of a round's cards: made = handed out + came back + cancelled, and what is still open, by number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from pb.database import db
from pb.formats import number
from pb.voting.models import CardPack, CardStack, VotingRight
from pb.voting.queries.cards import card_counts, packs
from pb.words import Sentence
from pb.words import lazy_gettext as _l


@dataclass(frozen=True)
class CardAccount:
    """Numbers of cards. ``made`` is the sum of the others; each card is in one of them.

    A new card in place of a lost one is made with it, so it counts from then on: as ``nowhere`` while it waits for its
    release (the lost card still works and stays where it was), then as ``handed_out``, and the lost one as
    ``cancelled``. Withdrawn, or too late because the lost card was used, it is ``cancelled`` itself.

    ``cancelled``: replaced, or never released. ``came_back``: counted by two people, closed unused. ``handed_out``: as
    people counted them at each place; of cards in no stack, those that were used to vote or replaced a lost one.
    ``waiting``: in stacks that two people have not accounted for yet. ``nowhere``: in no stack and not used, so nobody
    has said where they are. ``difference``: what the counted stacks lack (below 0: have too many), each with a reason.
    """

    made: int
    cancelled: int
    came_back: int
    handed_out: int
    waiting: int
    nowhere: int
    difference: int

    @property
    def is_complete(self) -> bool:
        """Nothing is left to count; what is missing has a reason that two people agreed on."""
        return not self.waiting and not self.nowhere


def card_account(round_id: int) -> CardAccount:
    """The account of a round's cards as it is now."""
    counts, stacks = card_counts(round_id), stacks_of(round_id)
    void_in, void = _cancelled_in_stacks(round_id), counts["void"]
    made = sum(counts.values())
    done = [each for each in stacks if each.also_counted_by is not None]
    outside = made - sum(map(size, stacks)) - (void - sum(void_in.values()))
    given = _handed_out_outside(round_id, stacks)
    # A card that was cancelled after its stack had been counted had been handed out then.
    handed_out = sum((each.handed_out or 0) + (each.cancelled or 0) - void_in.get(each.first, 0) for each in done)
    return CardAccount(
        made=made,
        cancelled=void,
        came_back=sum(each.came_back or 0 for each in done),
        handed_out=handed_out + given,
        waiting=sum(size(each) - void_in.get(each.first, 0) for each in stacks if each.also_counted_by is None),
        nowhere=outside - given,
        difference=sum(map(lacking, done)),
    )


def size(stack: CardStack) -> int:
    """How many cards went out."""
    return stack.last - stack.first + 1


def lacking(stack: CardStack) -> int:
    """How many cards of a counted stack are neither handed out nor came back nor cancelled."""
    return size(stack) - (stack.handed_out or 0) - (stack.came_back or 0) - (stack.cancelled or 0)


def stacks_of(round_id: int) -> list[CardStack]:
    """The stacks that went out, by number."""
    return list(db.session.scalars(select(CardStack).where(CardStack.round_id == round_id).order_by(CardStack.first)))


def unconfirmed_stacks(round_id: int) -> list[CardStack]:
    """Those that two people have not counted, by number."""
    query = select(CardStack).where(CardStack.round_id == round_id, CardStack.also_counted_by.is_(None))
    return list(db.session.scalars(query.order_by(CardStack.first)))


def differs(stack: CardStack, handed_out: int, came_back: int, cancelled: int) -> bool:
    """Whether what was counted is not all of the stack."""
    return handed_out + came_back + cancelled != size(stack)


def difference_said(stack: CardStack, handed_out: int, came_back: int, cancelled: int) -> Sentence:
    """The difference in numbers."""
    return _l(
        "%(out)s cards went out. %(handed_out)s handed out, %(back)s back and %(cancelled)s cancelled make %(sum)s.",
        out=number(size(stack)),
        handed_out=number(handed_out),
        back=number(came_back),
        cancelled=number(cancelled),
        sum=number(handed_out + came_back + cancelled),
    )


def cancelled_in(stack: CardStack) -> int:
    """How many cards of a stack are cancelled now."""
    return _cancelled_in_stacks(stack.round_id).get(stack.first, 0)


def replaced_by_stack(round_id: int) -> dict[int, int]:
    """How many cards of each stack (by its first number) were called lost and replaced, released or not yet."""
    here = and_(
        CardPack.round_id == CardStack.round_id,
        CardPack.replaces.between(CardStack.first, CardStack.last),
    )
    query = select(CardStack.first, func.count()).join(CardPack, here).where(CardStack.round_id == round_id)
    return dict(db.session.execute(query.group_by(CardStack.first)).all())


def _cancelled_in_stacks(round_id: int) -> dict[int, int]:
    """By the first number of each stack that has any. Two short lists, laid side by side here: a join of ranges is
    whatever a planner makes of it.
    """
    cancelled = sorted(_numbers(round_id, "void"))
    stacks = db.session.execute(select(CardStack.first, CardStack.last).where(CardStack.round_id == round_id))
    found = {first: bisect_right(cancelled, last) - bisect_left(cancelled, first) for first, last in stacks}
    return {first: n for first, n in found.items() if n}


def _handed_out_outside(round_id: int, stacks: list[CardStack]) -> int:
    """Cards in no stack that somebody must have been given: those that were used, and those in place of lost ones, which
    were given to the voters as soon as they worked; unless they were lost too.
    """
    replacing = {each.first for each in packs(round_id) if each.replaces is not None and each.released_by is not None}
    if replacing:
        replacing -= _numbers(round_id, "void")
    given = sorted(_numbers(round_id, "cast", "exchanged") | replacing)
    return len(given) - sum(bisect_right(given, each.last) - bisect_left(given, each.first) for each in stacks)


def _numbers(round_id: int, *ended: str) -> set[int]:
    """The numbers of the cards that ended so. Each status is asked for by name, as the index on them has it."""
    here = (VotingRight.round_id == round_id, VotingRight.kind == "code", VotingRight.status.in_(ended))
    found = db.session.execute(select(VotingRight.card_number).where(*here))
    return {number for (number,) in found if number is not None}


def stack_as_edited(stack: CardStack) -> dict[str, Any]:
    """What the form that counts a stack edits."""
    return {name: getattr(stack, name) for name in ("handed_out", "back_numbers", "reason")}
