"""Where the cards are: they go out to a place; one person counts what was handed out and came back, another counts too.

What came back cannot vote any more. So nobody alone decides what came back, and a number that does not fit has a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, func, select

from pb.database import db
from pb.edits import require_unedited, requires_change
from pb.formats import number
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds.models import Round
from pb.unicode_text import tidy
from pb.voting.actions.card_checks import CardIsUsed
from pb.voting.actions.cards import end_unspent_cards
from pb.voting.models import CardStack, VotingRight
from pb.voting.models.cards import ARE_ELSEWHERE, CARDS_ARE_ACCOUNTED_FOR
from pb.voting.queries.card_account import cancelled_in, difference_said, differs, stack_as_edited, stacks_of
from pb.voting.queries.cards import packs
from pb.voting.rules.card_numbers import NotNumbers, read_numbers, write_numbers
from pb.voting.rules.sentences import CHECK_CARD_NUMBERS, SAY_WHERE_CARDS_GO
from pb.words import lazy_gettext as _l

#: The names of these two acts are older than their sentences, and stay: lines of the record say them.
CARDS_SENT_OUT = Act(
    "cards.given_out",
    _l("sent the cards %(first)s to %(last)s out to the place where they are handed out"),
    only=(COORDINATOR,),
    of_one=_l("sent card %(first)s out to the place where it is handed out"),
)


def send_out_cards(by: Actor, round_: Round, first: int, last: int, place: str) -> None:
    """The cards ``first`` to ``last`` go to one place. Refuses cards that were not made, not released, or are elsewhere."""
    with acting(by, CARDS_SENT_OUT, round_id=round_.id, first=first, last=last) as act:
        if not tidy(place):
            raise Refusal(SAY_WHERE_CARDS_GO, status=422)
        if not _were_made(round_.id, first, last):
            raise Refusal(_l("Some of these cards have not been made."), CHECK_CARD_NUMBERS, status=422)
        if any(each.released_by is None and each.first <= last and each.last >= first for each in packs(round_.id)):
            raise Refusal(
                _l("Some of these cards do not work yet."),
                _l("Someone who did not make them must first count and release them."),
            )
        if any(each.first <= last and each.last >= first for each in stacks_of(round_.id)):
            raise Refusal(ARE_ELSEWHERE, CHECK_CARD_NUMBERS)
        act.session.add(CardStack(round_id=round_.id, first=first, last=last, place=tidy(place)))


def _were_made(round_id: int, first: int, last: int) -> bool:
    """Numbers have no holes: it is enough to look for the last."""
    if not 1 <= first <= last:
        return False
    query = select(func.max(VotingRight.card_number)).where(VotingRight.round_id == round_id)
    return last <= (db.session.scalar(query) or 0)


CARDS_NOT_SENT_OUT = Act(
    "cards.not_given_out",
    _l("took the cards %(first)s to %(last)s off the list of cards that were sent out"),
    only=(COORDINATOR,),
    of_one=_l("took card %(first)s off the list of cards that were sent out"),
)


def take_off_the_list(by: Actor, stack: CardStack) -> None:
    """A place or a number was wrong: the cards did not go there. Refuses once somebody has counted them (guard
    `counted_cards_are_kept`).
    """
    with acting(by, CARDS_NOT_SENT_OUT, round_id=stack.round_id, first=stack.first, last=stack.last) as act:
        act.session.delete(stack)


CARDS_COUNTED = Act(
    "cards.counted_at_a_place",
    _l(
        "counted the cards %(first)s to %(last)s: %(handed_out)s handed out, %(came_back)s came back, %(cancelled)s "
        "cancelled"
    ),
    only=(COORDINATOR, STEERING),
    of_one=_l("counted card %(first)s: %(handed_out)s handed out, %(came_back)s came back, %(cancelled)s cancelled"),
)


def count_stack(by: Actor, stack: CardStack, handed_out: int, back_numbers: str, reason: str) -> None:
    """One person has counted: ``handed_out`` cards by the list of names, and the numbers of those that came back.

    May be counted again until another person agrees. Refuses numbers that are no cards of the stack, cancelled cards, a
    difference without a reason, and who has not seen what somebody else saved. Nobody learns here whether a card was
    used: otherwise one person could type in numbers and find out alone who has voted. Cancelled cards are named at
    once: that tells of no vote, and each has a line of its own.
    """
    back, first, last = _read(stack, back_numbers), stack.first, stack.last
    what = {"first": first, "last": last}
    with (
        acting(by, CARDS_COUNTED, round_id=stack.round_id, reason=tidy(reason), **what) as act,
        requires_change(lambda: (stack_as_edited(stack), stack.cancelled)),
    ):
        if stack.also_counted_by is not None:
            raise Refusal(CARDS_ARE_ACCOUNTED_FOR)
        require_unedited(by, stack_as_edited(stack))
        if cancelled_back := _with_status(stack, back, VotingRight.status == "void"):
            raise Refusal(
                _l(
                    "These cards have been cancelled, so leave them out of the cards that came back: %(numbers)s.",
                    numbers=write_numbers(cancelled_back),
                ),
                status=422,
            )
        cancelled = cancelled_in(stack)
        if differs(stack, handed_out, len(back), cancelled) and not tidy(reason):
            raise Refusal(difference_said(stack, handed_out, len(back), cancelled), GIVE_A_REASON, status=422)
        stack.handed_out, stack.came_back, stack.cancelled = handed_out, len(back), cancelled
        stack.back_numbers, stack.reason, stack.counted_by = write_numbers(back), tidy(reason), by.account_id
        act.facts.update(handed_out=handed_out, came_back=len(back), cancelled=cancelled)


CARDS_CONFIRMED = Act(
    "cards.accounted_for",
    _l("counted the cards %(first)s to %(last)s too: the %(came_back)s that came back can no longer be used"),
    only=(COORDINATOR, STEERING),
    people=2,
    shows=lambda stack: (stack, cancelled_in(stack)),
    of_one=_l("counted card %(first)s too: the %(came_back)s that came back can no longer be used"),
)


def confirm_stack(by: Actor, stack: CardStack, came_back: int) -> None:
    """Another person has counted the cards that came back: their codes are closed.

    Refuses who counted first, another number, and cards that have been used or cancelled. The two are told which, but
    only once both have counted as many cards, so that they ask about cards that lie before them; the record says that
    they were told. Where there are many such cards they are told how many, not which: dozens of used cards do not lie
    before two people, and one line of the record would tell who has voted at a whole place.
    """
    first, last = stack.first, stack.last
    with (
        _noting_the_check(by, stack),
        acting(by, CARDS_CONFIRMED, round_id=stack.round_id, came_back=came_back, first=first, last=last) as act,
    ):
        if stack.counted_by is None:
            raise Refusal(_l("Nobody has counted these cards yet."))
        if stack.also_counted_by is not None:
            raise Refusal(CARDS_ARE_ACCOUNTED_FOR)
        if stack.counted_by == by.account_id:
            raise Refusal(_l("You counted these cards, so someone else must count them too."))
        act.require_as_shown(stack)
        if came_back != stack.came_back:
            raise Refusal(
                _l("This is not how many cards were written down."),
                _l("Count them again. If the other person was wrong, enter all the numbers again."),
                status=422,
            )
        back = read_numbers(stack.back_numbers, stack.first, stack.last)
        _require_unspent(stack, back)
        if end_unspent_cards(act.session, stack.round_id, back, "unused") != len(
            back
        ):  # somebody voted while we looked
            raise Refusal(_l("One of these cards has just been used."), _l("Enter the numbers again without it."))
        stack.also_counted_by = by.account_id


CARDS_CHECKED = Act(
    "cards.looked_at",
    _l("checked whether some of the cards %(first)s to %(last)s can still be used"),
    only=(COORDINATOR, STEERING),
    of_one=_l("checked whether card %(first)s can still be used"),
    changes_no_row=True,
)


@contextmanager
def _noting_the_check(by: Actor, stack: CardStack) -> Iterator[None]:
    """Somebody who is told which cards were used knows who has voted. The record says that they asked."""
    round_id, first, last = stack.round_id, stack.first, stack.last
    try:
        yield
    except CardIsUsed:
        with acting(by, CARDS_CHECKED, round_id=round_id, first=first, last=last):
            pass
        raise


def _with_status(stack: CardStack, numbers: list[int], status: ColumnElement[bool]) -> list[int]:
    """Those of the cards with these numbers whose right has such a ``status``, in order."""
    came_back = set(numbers)
    query = select(VotingRight.card_number).where(VotingRight.round_id == stack.round_id, status)
    query = query.where(VotingRight.card_number.between(stack.first, stack.last))
    return sorted({card for card in db.session.scalars(query) if card is not None and card in came_back})


def _require_unspent(stack: CardStack, numbers: list[int]) -> None:
    used = _with_status(stack, numbers, VotingRight.status.is_not(None))
    if len(used) > _MOST_NAMED:
        raise CardIsUsed(
            _l(
                "%(num)s of these cards have been used or cancelled, so they cannot have come back unused.",
                num=number(len(used)),
            ),
            _l("Check the numbers of the cards that came back. Then enter them again."),
            status=422,
        )
    if used:
        raise CardIsUsed(
            _l(
                "These cards have been used or cancelled, so they cannot have come back unused: %(numbers)s.",
                numbers=write_numbers(used),
            ),
            _l("Leave them out, and write down what may have happened."),
            status=422,
        )


#: Cards that this refusal names.
_MOST_NAMED = 3
GIVE_A_REASON = _l("Count again, or write down what may have happened.")


def _read(stack: CardStack, typed: str) -> list[int]:
    try:
        return read_numbers(typed, stack.first, stack.last)
    except NotNumbers as wrong:
        raise Refusal(
            _l(
                "Enter numbers from %(first)s to %(last)s, each once, like 41-48, 50.",
                first=stack.first,
                last=stack.last,
            ),
            status=422,
        ) from wrong
