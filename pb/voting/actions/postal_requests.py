"""Postal votes: somebody asks for one, it is posted, replaced, or removed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.models import Round
from pb.rounds.rules import Phase
from pb.unicode_text import tidy
from pb.voting.actions.card_checks import CardIsUsed, noting_the_check
from pb.voting.actions.rights import ballot_in
from pb.voting.models import PostalAddress, PostalRequest
from pb.voting.queries import is_released, right_of_card
from pb.voting.queries.post import address_of, postal_votes, request_of, room_at
from pb.voting.rules.card_numbers import NotNumbers, read_numbers, write_numbers
from pb.voting.rules.post import LIMIT_IS_REACHED, ONLY_SO_MANY
from pb.words import lazy_gettext as _l

#: Who asks before voting opens gets theirs with the first post; after screens close it would come too late.
WHEN_ASKED = (Phase.READY, Phase.VOTING)
CHECK_THE_LIST = _l("Check the number on the list.")
NO_REQUEST = _l("Nobody has asked for a postal vote with this number.")

POST_ASKED = Act("post.asked", _l("wrote down a request for a postal vote, with card %(number)s"), only=(COORDINATOR,))


def take_request(
    by: Actor, round_: Round, number: int, name: str, address: str, way: str, *, large_print: bool, alone: bool = False
) -> None:
    """Somebody cannot come and asks for a postal vote: card ``number`` goes to them, theirs or the next one of the pile.
    ``alone``: without a paper, to somebody who votes online or on a tablet.

    The record says which card, never to whom. Refuses a card that does not work, or that somebody has asked for; an empty
    name or address; and an address to which ``MOST_TO_ONE_ADDRESS`` go already.
    """
    asked = AskedByPost(name, address, way, large_print, alone)
    with (
        noting_the_check(by, round_, number),
        acting(by, POST_ASKED, round_id=round_.id, number=number) as act,
    ):
        ballot_in(round_.id, WHEN_ASKED)
        write_down(act.session, round_.id, number, asked)


@dataclass(frozen=True)
class AskedByPost:
    """What somebody asked for, and to whom it goes."""

    name: str
    address: str
    way: str
    large_print: bool = False
    alone: bool = False


def write_down(session: Session, round_id: int, number: int, asked: AskedByPost) -> None:
    """Within an act: card ``number`` goes to them. Refuses what ``take_request`` refuses of a card, a name and an address."""
    require_a_card(round_id, number)
    if not tidy(asked.name) or not tidy(asked.address):
        raise Refusal(SAY_WHERE_IT_GOES, status=422)
    if request_of(round_id, number):
        raise Refusal(_l("Card %(number)s already goes to someone by post.", number=number), CHECK_THE_LIST)
    if room_at(round_id, asked.address) <= 0:
        raise Refusal(LIMIT_IS_REACHED, ONLY_SO_MANY)
    kept = {"way": asked.way, "large_print": asked.large_print, "alone": asked.alone or None}
    session.add(PostalRequest(round_id=round_id, number=number, **kept))
    session.flush()
    session.add(PostalAddress(round_id=round_id, number=number, name=tidy(asked.name), address=tidy(asked.address)))
    session.flush()


SAY_WHERE_IT_GOES = _l("Enter the name and address to which the postal vote goes.")


def require_a_card(round_id: int, number: int) -> None:
    """Refuse a card that cannot go to anybody."""
    right = right_of_card(round_id, number)
    if right is None:
        raise Refusal(_l("There is no card with the number %(number)s in this round.", number=number), CHECK_THE_LIST)
    if right.status is not None:
        raise CardIsUsed(_l("Card %(number)s can no longer be used.", number=number), CHECK_THE_LIST)
    if not is_released(right):
        raise Refusal(
            _l("Card %(number)s does not work yet.", number=number),
            _l("Someone who did not make them must first count and release them."),
        )


POST_SENT = Act("post.sent", _l("posted the postal votes with cards %(numbers)s"), only=(COORDINATOR,))


def send_requests(by: Actor, round_: Round, typed: str) -> int:
    """The postal votes with these numbers ("41-48, 50") are in the post; how many. Refuses others than those that wait."""
    with acting(by, POST_SENT, round_id=round_.id) as act:
        ballot_in(round_.id, WHEN_ASKED)
        waiting = {each.request.number: each.request for each in postal_votes(round_.id) if not each.request.sent}
        try:
            numbers = read_numbers(typed, min(waiting, default=0), max(waiting, default=0))
        except NotNumbers:
            numbers = []
        if not numbers or not set(numbers) <= set(waiting):
            raise Refusal(_l("Enter only numbers of postal votes that wait to be posted."), CHECK_THE_LIST, status=422)
        for number in numbers:
            waiting[number].sent = True
        act.facts["numbers"] = write_numbers(numbers)
    return len(numbers)


POST_REMOVED = Act(
    "post.request_removed", _l("removed the request for a postal vote with card %(number)s"), only=(COORDINATOR,)
)


def remove_request(by: Actor, round_: Round, number: int) -> None:
    """They no longer need it, or it was written down wrongly. Refuses once it was posted (guard `sent_request_is_kept`)."""
    with acting(by, POST_REMOVED, round_id=round_.id, number=number) as act:
        request = request_of(round_.id, number)
        if request is None:
            raise Refusal(NO_REQUEST, CHECK_THE_LIST)
        act.session.delete(request)
        _forget(act.session, round_.id, number)


POST_REPLACED = Act(
    "post.replaced",
    _l("wrote down that card %(number)s goes out by post in place of card %(lost)s"),
    only=(COORDINATOR,),
)


def send_in_place(by: Actor, round_: Round, lost: int) -> int:
    """A postal vote was lost, and its card was replaced: the new one goes to the same person; its number.

    The old number works no longer, because its card does not. Refuses before the new card is released.
    """
    with acting(by, POST_REPLACED, round_id=round_.id, lost=lost) as act:
        ballot_in(round_.id, WHEN_ASKED)
        number = next((each.instead for each in postal_votes(round_.id) if each.request.number == lost), None)
        old, where = request_of(round_.id, lost), address_of(round_.id, lost)
        if number is None or old is None or where is None:
            raise Refusal(
                _l("No card has been released in place of card %(number)s.", number=lost),
                _l("Replace it on the page “Voting cards”. It ends when a second person releases the new card."),
            )
        act.facts["number"] = number
        kept = {"way": old.way, "large_print": old.large_print, "alone": old.alone}
        act.session.add(PostalRequest(round_id=round_.id, number=number, **kept))
        act.session.flush()
        act.session.add(PostalAddress(round_id=round_.id, number=number, name=where.name, address=where.address))
        act.session.delete(where)
    return number


def _forget(session: Session, round_id: int, number: int) -> None:
    session.execute(delete(PostalAddress).where(PostalAddress.round_id == round_id, PostalAddress.number == number))
