"""Many voting cards are made by a job, and their codes are handed over once, to the page of the person who ordered them.

The codes are sealed to a key that only that page has (``pb.handover``). Each part of them is gone as soon as it is
fetched. Cards whose codes nobody has fetched within a day are cancelled: nobody can know their codes, and they are never
made again.
"""

from __future__ import annotations

import json
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.codes import new_code
from pb.database import db, transaction
from pb.handover import NotForThisPage, open_with, seal_to
from pb.job_running import JobWork, TooEarly
from pb.jobs import Job, JobPart, job_kind, job_parts, order
from pb.marked import delete_rows, insert_rows
from pb.people.actions import require_role
from pb.people.queries.accounts import may_still_act
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor, Role
from pb.rounds.actions import require_still_there
from pb.rounds.models import Round
from pb.unicode_text import tidy
from pb.voting.actions.cards import (
    CARDS_ISSUED,
    NewCard,
    end_unspent_cards,
    issue_codes,
    require_a_number_of_cards,
    require_unopened_box,
)
from pb.voting.models import CardPack
from pb.voting.queries.cards import CARD_ORDER, are_codes_gone, pack_of_order
from pb.voting.rules.card_numbers import write_numbers
from pb.voting.rules.cards import CODES_KEPT_FOR
from pb.voting.rules.sentences import CARDS_ARE_CANCELLED, SAY_WHAT_HAPPENED_TO_CARDS
from pb.words import lazy_gettext as _l

#: A part is printed as one page of the browser: 50 sheets of paper with six cards each.
CARDS_IN_A_PART = 300
_LEFT = "cards left"
_AT_ONCE = 500


def order_cards(by: Actor, round_: Round, how_many: int, public_key: str, venue_id: int | None = None) -> int:
    """Order ``how_many`` voting cards of a round; returns the job's id. Their codes will be sealed to ``public_key``.
    ``venue_id``: where they go, for the dates on them.

    Refuses while others are being made for this round. The record has a line once they are made.
    """
    require_role(by, CARDS_ISSUED.only)
    require_a_number_of_cards(how_many)
    round_id = round_.id
    with transaction() as session:
        require_still_there(session, round_id)
        require_unopened_box(round_id)
        inputs = {"how_many": how_many, "public_key": public_key, "venue_id": venue_id}
        return order(session, CARD_ORDER, by, round_id=round_id, inputs=inputs).id


@job_kind(CARD_ORDER, _l("Making voting cards"))
def make_ordered_cards(work: JobWork) -> None:
    """The job: codes first, while nobody waits; then the cards, in one act."""
    assert work.round_id is not None
    how_many, codes = work.inputs["how_many"], list[str]()
    while len(codes) < how_many:
        work.goes_on(len(codes), how_many)
        codes += [new_code() for _ in range(min(_AT_ONCE, how_many - len(codes)))]
    work.goes_on(how_many, how_many)
    issue_codes(work.by, work.round_id, codes, partial(_hand_over, work))


def _hand_over(work: JobWork, session: Session, cards: list[NewCard]) -> None:
    """The end of the job: the codes wait, sealed, and another job is to look after them."""
    work.is_done(session, first=cards[0].number, last=cards[-1].number)
    parts = []
    for part in (cards[start : start + CARDS_IN_A_PART] for start in range(0, len(cards), CARDS_IN_A_PART)):
        what = _what(work.job_id, part[0].number, part[-1].number)
        sealed = seal_to(work.inputs["public_key"], what, json.dumps([card.code for card in part]).encode())
        parts.append({"job_id": work.job_id, "first": part[0].number, "last": part[-1].number, "sealed": sealed})
    insert_rows(session, JobPart, parts)
    left = {"order": work.job_id}
    nobody, slot = Actor(None, Role.COMMAND), f"{_LEFT} of order {work.job_id}"
    order(session, _LEFT, nobody, slot=slot, round_id=work.round_id, inputs=left, after=CODES_KEPT_FOR)


def _what(job_id: int, first: int, last: int) -> str:
    return f"pb voting codes 1|{job_id}|{first}|{last}"


CODES_FETCHED = Act(
    "cards.fetched", _l("fetched the codes of voting cards: %(cards)s (%(numbers)s)"), only=(COORDINATOR,)
)


def fetch_codes(by: Actor, card_order: Job, private_key: str, first: int | None = None) -> list[NewCard]:
    """The codes of the part that begins with card ``first``, or all that are left; from then on they are nowhere else.

    Refuses anybody but the person who ordered them, a page without their key, a second time, and after a day.
    """
    with acting(by, CODES_FETCHED, round_id=card_order.round_id) as act:
        if card_order.account_id != by.account_id:
            raise Refusal(
                _l("Someone else ordered these cards, so only they can print them."),
                _l("Ask them to print them, or order cards yourself."),
                status=403,
            )
        if are_codes_gone(card_order):
            raise Refusal(_l("These cards were not printed in time, so they are cancelled."), ORDER_NEW_ONES)
        query = select(JobPart).where(JobPart.job_id == card_order.id).order_by(JobPart.first).with_for_update()
        parts = [part for part in act.session.scalars(query) if first in (None, part.first)]
        if not parts:
            raise Refusal(
                _l("The codes of these cards have already been fetched, and nobody can see them again."),
                _l("If they were not printed, cancel these cards and order new ones."),
            )
        cards = [card for part in parts for card in _opened(part, private_key)]
        delete_rows(act.session, JobPart, JobPart.job_id == card_order.id, JobPart.first.in_([p.first for p in parts]))
        act.facts.update(cards=len(cards), numbers=write_numbers([card.number for card in cards]))
    return cards


ORDER_NEW_ONES = _l("Order new cards.")


def _opened(part: JobPart, private_key: str) -> list[NewCard]:
    try:
        plain = open_with(private_key, _what(part.job_id, part.first, part.last), part.sealed)
    except NotForThisPage as wrong:
        raise Refusal(
            _l("These cards can only be printed in the browser in which they were ordered."),
            _l("Go back to that browser. If you cannot, cancel these cards and order new ones."),
            status=403,
        ) from wrong
    return [NewCard(card_number, code) for card_number, code in enumerate(json.loads(plain), start=part.first)]


CODES_LEFT = Act(
    "cards.left",
    _l("cancelled voting cards, because nobody fetched their codes: %(cards)s (%(numbers)s)"),
    after_the_end=True,
)


@job_kind(_LEFT, _l("Cancelling voting cards that nobody printed"))
def cancel_what_is_left(work: JobWork) -> None:
    """The job, a day later: codes that nobody fetched go, and their cards are cancelled. No line where all were
    fetched. The order, whose row is marked, says whether the day is over; anybody could change when the job itself
    begins.
    """
    assert work.round_id is not None
    order_id = work.inputs["order"]
    _require_that_the_time_is_over(order_id)
    if not job_parts(order_id):
        with transaction() as session:
            work.is_done(session)
        return
    with acting(work.by, CODES_LEFT, round_id=work.round_id) as act:
        work.is_done(act.session)
        numbers = [number for first, last in job_parts(order_id) for number in range(first, last + 1)]
        cancelled = end_unspent_cards(act.session, work.round_id, numbers, "void")
        delete_rows(act.session, JobPart, JobPart.job_id == order_id)
        act.facts.update(cards=cancelled, numbers=write_numbers(numbers))


def _require_that_the_time_is_over(order_id: int) -> None:
    card_order = db.session.get_one(Job, order_id, populate_existing=True)
    if not are_codes_gone(card_order):
        raise TooEarly((card_order.ended_at or clock.now()) + CODES_KEPT_FOR)


CARDS_CANCELLED = Act(
    "cards.cancelled",
    _l("cancelled the voting cards with the numbers %(first)s to %(last)s"),
    only=(COORDINATOR,),
    of_one=_l("cancelled the voting card with the number %(first)s"),
)


def cancel_order(by: Actor, card_order: Job, reason: str) -> None:
    """The cards of an order could not be printed: all are cancelled, and their codes go. Refuses without a reason, once
    somebody has counted and released them, and others than who ordered them, unless that person has left: nobody alone
    keeps a round without cards by cancelling what others make.
    """
    if not tidy(reason):
        raise Refusal(SAY_WHAT_HAPPENED_TO_CARDS, status=422)
    with acting(by, CARDS_CANCELLED, round_id=card_order.round_id, reason=tidy(reason)) as act:
        if not may_cancel(by, card_order):
            raise Refusal(_l("Someone else ordered these cards."), _l("Ask them to cancel the cards."), status=403)
        span = pack_of_order(card_order)
        pack = span and act.session.get(CardPack, (card_order.round_id, span[0]), with_for_update=True)
        if not span or pack is None or pack.released_by is not None:
            raise Refusal(
                _l("These cards have already been counted and released."),
                _l("Replace lost cards one by one on the page “Voting cards”."),
            )
        first, last = span
        if not end_unspent_cards(act.session, pack.round_id, range(first, last + 1), "void"):
            raise Refusal(CARDS_ARE_CANCELLED, ORDER_NEW_ONES)
        delete_rows(act.session, JobPart, JobPart.job_id == card_order.id)
        act.facts.update(first=first, last=last)


def may_cancel(by: Actor, card_order: Job) -> bool:
    """Whether somebody ordered these cards themself, or takes over from a coordinator who has left."""
    return card_order.account_id == by.account_id or not may_still_act(card_order.account_id, COORDINATOR)
