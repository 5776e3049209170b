"""Rights: by their code or card number, of a session, and how they ended."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from pb.codes import code_hash
from pb.database import db
from pb.read_once import read_once
from pb.voting.models import Right


def right_of_code(code: str) -> Right | None:
    """The right that this voting code gives."""
    return db.session.scalar(select(Right).where(Right.code_hash == code_hash("voting", code)))


def right_of_card(round_id: int, card_number: int) -> Right | None:
    """The right of a printed card number, for a card that was lost."""
    return db.session.scalar(select(Right).where(Right.round_id == round_id, Right.card_number == card_number))


#: How many rights there are: by session (None: card or post), kind, status and whether it was given again.
InNumbers = Counter[tuple[int | None, str, str | None, bool]]


@read_once
def rights_in_numbers(round_id: int) -> InNumbers:
    """How many rights of each sort a round has: what every sum of it begins with, counted once for a page."""
    what = (Right.kind, Right.status, Right.session_id, Right.given_again)  # as its index has them: nothing is sorted
    query = select(*what, func.count()).where(Right.round_id == round_id).group_by(*what)
    return Counter(
        {(place, kind, status, bool(again)): n for kind, status, place, again, n in db.session.execute(query)}
    )


def rights_of_session(session_id: int) -> Counter[tuple[str, str | None]]:
    """How many rights of each kind were given at a voting session, and how they ended."""
    query = select(Right.kind, Right.status, func.count()).where(Right.session_id == session_id)
    return Counter(
        {(kind, status): n for kind, status, n in db.session.execute(query.group_by(Right.kind, Right.status))}
    )


def status_of_right(right_key: str) -> str | None:
    """What was made of this right: "cast", "exchanged", "void" or "unused"; None while it can be spent."""
    return db.session.scalar(select(Right.status).where(Right.key == right_key))


def turns_to_give_again(session_id: int) -> int:
    """How many openings of a session were closed unused and have not been given again."""
    unused = func.count().filter(Right.status == "unused")
    again = func.count().filter(Right.given_again.is_(True))
    query = select(unused - again).where(Right.session_id == session_id, Right.kind == "opening")
    return db.session.scalar(query) or 0
