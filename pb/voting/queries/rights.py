"""Rights: by their code or card number, of a session, and how they ended."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, or_, select

from pb.codes import code_hash
from pb.database import db
from pb.read_once import read_once
from pb.rounds.models import Round
from pb.voting.models import VotingRight


def right_of_code(code: str) -> VotingRight | None:
    """The right that this voting code gives."""
    return db.session.scalar(select(VotingRight).where(VotingRight.code_hash == code_hash("voting", code)))


def right_of_card(round_id: int, card_number: int) -> VotingRight | None:
    """The right of a printed card number, for a card that was lost."""
    return db.session.scalar(
        select(VotingRight).where(VotingRight.round_id == round_id, VotingRight.card_number == card_number)
    )


#: How many rights there are: by session (None: card or post), kind, status and whether it was given again.
InNumbers = Counter[tuple[int | None, str, str | None, bool]]


@read_once
def rights_in_numbers(round_id: int) -> InNumbers:
    """How many rights of each sort a round has: what every sum of it begins with, counted once for a page."""
    what = (
        VotingRight.kind,
        VotingRight.status,
        VotingRight.session_id,
        VotingRight.given_again,
    )  # as its index has them: nothing is sorted
    query = select(*what, func.count()).where(VotingRight.round_id == round_id).group_by(*what)
    return Counter(
        {(place, kind, status, bool(again)): n for kind, status, place, again, n in db.session.execute(query)}
    )


def rights_of_session(session_id: int) -> Counter[tuple[str, str | None]]:
    """How many rights of each kind were given at a voting session, and how they ended."""
    query = select(VotingRight.kind, VotingRight.status, func.count()).where(VotingRight.session_id == session_id)
    return Counter(
        {
            (kind, status): n
            for kind, status, n in db.session.execute(query.group_by(VotingRight.kind, VotingRight.status))
        }
    )


def status_of_right(right_key: str) -> str | None:
    """What was made of this right: "cast", "exchanged", "void" or "unused"; None while it can be spent."""
    return db.session.scalar(select(VotingRight.status).where(VotingRight.key == right_key))


def turns_to_give_again(session_id: int) -> int:
    """How many openings of a session were closed unused and have not been given again. Not those of a tablet's stock for which
    a card was to come with the vote: without a vote that card is as good as before.
    """
    by_card = select(Round.id).where(Round.entitlement == "code")
    took_a_card = or_(VotingRight.from_stock.is_(None), VotingRight.round_id.not_in(by_card))
    ended = func.count().filter(VotingRight.status == "unused", took_a_card)
    again = func.count().filter(VotingRight.given_again.is_(True))
    query = select(ended - again).where(VotingRight.session_id == session_id, VotingRight.kind == "opening")
    return db.session.scalar(query) or 0
