"""Voting codes on cards and letters: made, handed in. Released: ``card_releases``; replaced, cancelled: ``lost_cards``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.codes import code_hash, new_code, shown
from pb.database import db
from pb.formats import number
from pb.keystore import forget_cached
from pb.marked import change_rows, insert_rows
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.models import Round
from pb.rounds.queries import is_abandoned
from pb.rounds.rules.sentences import ROUND_IS_ABANDONED
from pb.voting.models import CardPack, VotingRight, random_key
from pb.voting.queries import box_opening_of, is_released
from pb.voting.rules.cards import MOST_CARDS
from pb.voting.rules.sentences import NOBODY_VOTES_NOW, NOT_RELEASED_YET, PHONE_ABOUT_THE_CARD
from pb.voting.rules.spent_rights import why_spent
from pb.words import lazy_gettext as _l

#: Cards that one statement ends.
_AT_ONCE = 500


@dataclass(frozen=True)
class NewCard:
    """A voting code as it is printed. It exists only until it is printed: the database keeps a keyed hash."""

    number: int
    code: str

    @property
    def shown(self) -> str:
        """The code in groups, as people read it."""
        return shown(self.code)


CARDS_ISSUED = Act(
    "cards.issued",
    _l("made %(cards)s voting cards, with the numbers %(first)s to %(last)s"),
    only=(COORDINATOR,),
    takes_long=True,
    of_one=_l("made a voting card with the number %(first)s"),
)


def issue_cards(by: Actor, round_: Round, how_many: int) -> list[NewCard]:
    """Make ``how_many`` voting codes for a round (1 to ``MOST_CARDS``). The codes are returned once and never again."""
    require_a_number_of_cards(how_many)
    return issue_codes(by, round_.id, [new_code() for _ in range(how_many)])


def issue_codes(
    by: Actor,
    round_id: int,
    codes: list[str],
    also: Callable[[Session, list[NewCard]], None] = lambda _session, _cards: None,
) -> list[NewCard]:
    """Make cards with these fresh codes. ``also`` happens in the same act, or neither does."""
    with acting(by, CARDS_ISSUED, round_id=round_id, cards=len(codes)) as act:
        cards = add_pack(act.session, by, round_id, codes)
        act.facts.update(first=cards[0].number, last=cards[-1].number)
        also(act.session, cards)
    return cards


def cards_to_come(round_: Round, how_many: int) -> list[NewCard]:
    """``how_many`` cards with fresh codes and the next numbers of the round, to be printed before they are made."""
    require_unopened_box(round_.id)
    return numbered_cards([new_code() for _ in range(how_many)], after=_highest(db.session(), round_.id))


def issue_as_printed(by: Actor, round_: Round, printed: list[NewCard], give: Callable[[], None]) -> None:
    """Make the cards that were printed; ``give`` hands over what they are printed in, in the same act, or neither is
    done. Refuses where somebody made other cards since.
    """

    def as_printed(_session: Session, made: list[NewCard]) -> None:
        if made != printed:
            raise Refusal(_l("Someone made cards at the same moment, so these were not made."), _l("Try again."))
        give()

    issue_codes(by, round_.id, [card.code for card in printed], as_printed)


def require_a_number_of_cards(how_many: int) -> None:
    """Refuse a number of cards that nobody makes at a time."""
    if not 1 <= how_many <= MOST_CARDS:
        raise Refusal(_l("You can make between 1 and %(most)s cards at a time.", most=number(MOST_CARDS)))


def add_pack(
    session: Session, by: Actor, round_id: int, codes: list[str], replaces: int | None = None
) -> list[NewCard]:
    """Cards with these codes, under the next numbers of the round, as a pack. Refuses once the ballot box is open."""
    require_unopened_box(round_id)
    forget_cached("codes")  # nobody prints twenty thousand codes that another process could not read
    cards = numbered_cards(codes, after=_highest(session, round_id))
    insert_rows(session, VotingRight, [_row_of(round_id, card) for card in cards])
    span = {"first": cards[0].number, "last": cards[-1].number}
    session.add(CardPack(round_id=round_id, made_by=by.account_id, replaces=replaces, **span))
    session.flush()
    return cards


def numbered_cards(codes: list[str], after: int) -> list[NewCard]:
    """Cards with these codes, and the numbers that follow ``after``."""
    return [NewCard(card_number, code) for card_number, code in enumerate(codes, start=after + 1)]


def _highest(session: Session, round_id: int) -> int:
    return session.scalar(select(func.max(VotingRight.card_number)).where(VotingRight.round_id == round_id)) or 0


def _row_of(round_id: int, card: NewCard) -> dict[str, Any]:
    return {
        "key": random_key(),
        "round_id": round_id,
        "kind": "code",
        "code_hash": code_hash("voting", card.code),
        "card_number": card.number,
        "assisted": False,
        "given_again": False,
    }


def require_unopened_box(round_id: int) -> None:
    """Refuse to give anybody a vote once the box is open, or the round was abandoned: a command is refused as well."""
    if is_abandoned(round_id):
        raise Refusal(ROUND_IS_ABANDONED, NOBODY_VOTES_NOW)
    if box_opening_of(round_id):
        raise Refusal(
            _l("The ballot box for this round has been opened, so nobody else can be given a vote."),
            _l("Keep cards that are left over with the papers of the round. They no longer count."),
        )


def exchange(session: Session, right: VotingRight) -> None:
    """A card is handed in for an opening, a paper or a reply envelope: its code is used up. Part of a bigger act."""
    if not is_released(right):
        raise Refusal(NOT_RELEASED_YET, PHONE_ABOUT_THE_CARD)
    if (
        change_rows(
            session, VotingRight, (VotingRight.key == right.key, VotingRight.status.is_(None)), status="exchanged"
        )
        != 1
    ):
        session.refresh(right)
        raise Refusal(*why_spent(right.kind, right.status))


def end_unspent_cards(session: Session, round_id: int, numbers: Sequence[int], status: str) -> int:
    """End those of the cards with these numbers that nobody has used and nobody has ended; how many they were."""
    ended = 0
    for start in range(0, len(numbers), _AT_ONCE):
        some = VotingRight.card_number.in_(numbers[start : start + _AT_ONCE])
        unspent = (VotingRight.round_id == round_id, some, VotingRight.status.is_(None))
        ended += change_rows(session, VotingRight, unspent, status=status)
    return ended
