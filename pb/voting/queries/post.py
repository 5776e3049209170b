"""Postal votes: who asked, what was sent, what came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select

from pb.database import db
from pb.unicode_text import alike
from pb.voting.models import (
    CardPack,
    PostalAddress,
    PostalAsk,
    PostalRequest,
    PostalReturn,
    UnopenedEnvelope,
    VotingRight,
)
from pb.voting.rules.post import MOST_TO_ONE_ADDRESS


@dataclass(frozen=True)
class PostalVote:
    """One request. ``name`` and ``address`` are "" once they were deleted. ``cancelled``: its card works no longer;
    ``instead``: the number of the card that was released in its place, which nobody has sent yet.
    """

    request: PostalRequest
    name: str
    address: str
    came_back: bool
    cancelled: bool
    instead: int | None


@dataclass(frozen=True)
class PostAccount:
    """The account of the post. sent = came back + not returned. ``alone``: cards that went out without a paper, so nothing
    of them comes back; they are none of ``sent``.
    """

    to_send: int
    sent: int
    alone: int
    came_back: int
    unopened: Counter[str]

    @property
    def not_returned(self) -> int:
        """Posted, and nothing came back yet."""
        return self.sent - self.came_back


def postal_votes(round_id: int) -> list[PostalVote]:
    """Every request of a round by number, with its person where they are still known."""
    right = and_(VotingRight.round_id == PostalRequest.round_id, VotingRight.card_number == PostalRequest.number)
    address = and_(PostalAddress.round_id == PostalRequest.round_id, PostalAddress.number == PostalRequest.number)
    came = and_(PostalReturn.round_id == PostalRequest.round_id, PostalReturn.number == PostalRequest.number)
    query = select(PostalRequest, PostalAddress, VotingRight.status, PostalReturn.number)
    query = query.outerjoin(PostalAddress, address).outerjoin(PostalReturn, came)
    query = query.outerjoin(VotingRight, right).where(PostalRequest.round_id == round_id).order_by(PostalRequest.number)
    found = db.session.execute(query).all()
    asked = {request.number for request, *_rest in found}
    instead = {old: new for old, new in _replaced(round_id).items() if new not in asked}
    return [
        PostalVote(
            request,
            where.name if where else "",
            where.address if where else "",
            came_back is not None,
            status == "void",
            instead.get(request.number) if where else None,
        )
        for request, where, status, came_back in found
    ]


def _replaced(round_id: int) -> dict[int, int]:
    """Numbers of cards that were replaced, and of those that were released in their place."""
    query = select(CardPack.replaces, CardPack.first).where(
        CardPack.round_id == round_id, CardPack.replaces.is_not(None), CardPack.released_by.is_not(None)
    )
    return {old: new for old, new in db.session.execute(query) if old is not None}


def request_of(round_id: int, number: int) -> PostalRequest | None:
    """The request for the card of this number."""
    return db.session.get(PostalRequest, (round_id, number), populate_existing=True)


def address_of(round_id: int, number: int) -> PostalAddress | None:
    """Where it goes; None once that was deleted."""
    return db.session.get(PostalAddress, (round_id, number), populate_existing=True)


def post_account(round_id: int) -> PostAccount:
    """The post of a round in numbers."""
    kind = PostalRequest.sent, PostalRequest.alone.is_not(None)
    query = select(*kind, func.count()).where(PostalRequest.round_id == round_id).group_by(*kind)
    found = {(bool(sent), bool(alone)): many for sent, alone, many in db.session.execute(query)}
    came_back = select(func.count()).select_from(PostalReturn).where(PostalReturn.round_id == round_id)
    put_aside = select(UnopenedEnvelope.reason, func.count()).where(UnopenedEnvelope.round_id == round_id)
    return PostAccount(
        found.get((False, False), 0) + found.get((False, True), 0),
        found.get((True, False), 0),
        found.get((True, True), 0),
        db.session.scalar(came_back) or 0,
        Counter(dict(_pairs(put_aside.group_by(UnopenedEnvelope.reason)))),
    )


def _pairs(query: Select[Any, int]) -> Iterator[tuple[Any, int]]:
    return ((each[0], each[1]) for each in db.session.execute(query))


def place(address: str) -> str:
    """The same for every way to write one address."""
    return "".join(each for each in alike(address) if each.isalnum())


def room_at(round_id: int, address: str) -> int:
    """How many more may go to this address. There are no bulk posts to one place, where nobody knows who fills them in."""
    others = db.session.scalars(select(PostalAddress.address).where(PostalAddress.round_id == round_id))
    return MOST_TO_ONE_ADDRESS - sum(place(each) == place(address) for each in others)


def postal_asks(round_id: int) -> list[PostalAsk]:
    """Who asked on the website and waits, the first first."""
    query = select(PostalAsk).where(PostalAsk.round_id == round_id)
    return list(db.session.scalars(query.order_by(PostalAsk.asked_at, PostalAsk.id)))


def is_asked_already(round_id: int, name: str, address: str) -> bool:
    """Whether the same person waits already at the same address."""
    wanted = place(name), place(address)
    return any((place(each.name), place(each.address)) == wanted for each in postal_asks(round_id))
