"""Postal votes: somebody asks for one, it is posted, replaced, or removed; names and addresses are deleted."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pb import clock
from pb.database import db
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.regular_work import done_regularly
from pb.roles import COORDINATOR, Actor, Role
from pb.rounds.models import Round
from pb.rounds.rules import Phase, post_closes_at
from pb.unicode_text import alike, tidy
from pb.voting.actions.card_checks import CardIsUsed, noting_the_check
from pb.voting.actions.rights import ballot_in
from pb.voting.models import PostalAddress, PostalRequest
from pb.voting.queries import is_released, right_of_card
from pb.voting.queries.post import address_of, postal_votes, request_of
from pb.voting.rules.card_numbers import NotNumbers, read_numbers, write_numbers
from pb.voting.rules.post import ADDRESSES_KEPT, LIMIT_IS_REACHED, MOST_TO_ONE_ADDRESS, ONLY_SO_MANY
from pb.words import lazy_gettext as _l

#: Who asks before voting opens gets theirs with the first post; after screens close it would come too late.
WHEN_ASKED = (Phase.READY, Phase.VOTING)
CHECK_THE_LIST = _l("Check the number on the list.")
NO_REQUEST = _l("Nobody has asked for a postal vote with this number.")

POST_ASKED = Act("post.asked", _l("wrote down a request for a postal vote, with card %(number)s"), only=(COORDINATOR,))


def take_request(
    by: Actor, round_: Round, number: int, name: str, address: str, way: str, *, large_print: bool
) -> None:
    """Somebody cannot come and asks for a postal vote: card ``number`` goes to them, theirs or the next one of the pile.

    The record says which card, never to whom. Refuses a card that does not work, or that somebody has asked for; an empty
    name or address; and an address to which ``MOST_TO_ONE_ADDRESS`` go already.
    """
    with (
        noting_the_check(by, round_, number),
        acting(by, POST_ASKED, round_id=round_.id, number=number) as act,
    ):
        ballot_in(round_.id, WHEN_ASKED)
        _require_a_card(round_.id, number)
        if not tidy(name) or not tidy(address):
            raise Refusal(SAY_WHERE_IT_GOES, status=422)
        if request_of(round_.id, number):
            raise Refusal(_l("Card %(number)s already goes to someone by post.", number=number), CHECK_THE_LIST)
        _require_room(act.session, round_.id, address)
        act.session.add(PostalRequest(round_id=round_.id, number=number, way=way, large_print=large_print))
        act.session.flush()
        act.session.add(PostalAddress(round_id=round_.id, number=number, name=tidy(name), address=tidy(address)))


SAY_WHERE_IT_GOES = _l("Enter the name and address to which the postal vote goes.")


def _require_a_card(round_id: int, number: int) -> None:
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


def _require_room(session: Session, round_id: int, address: str) -> None:
    """No bulk posts to one place, where nobody knows who fills them in."""
    others = session.scalars(select(PostalAddress.address).where(PostalAddress.round_id == round_id))
    if sum(_place(each) == _place(address) for each in others) >= MOST_TO_ONE_ADDRESS:
        raise Refusal(LIMIT_IS_REACHED, ONLY_SO_MANY)


def _place(address: str) -> str:
    """The same for every way to write one address."""
    return "".join(each for each in alike(address) if each.isalnum())


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
        act.session.add(PostalRequest(round_id=round_.id, number=number, way=old.way, large_print=old.large_print))
        act.session.flush()
        act.session.add(PostalAddress(round_id=round_.id, number=number, name=where.name, address=where.address))
        act.session.delete(where)
    return number


#: (An address has no mark: of what was deleted nothing stays, so the line is all that is left.)
ADDRESSES_DELETED = Act(
    "post.addresses_deleted", _l("deleted the names and addresses of postal votes: %(count)s"), changes_no_row=True
)


@done_regularly
def forget_addresses(is_to_stop: Callable[[], bool] = lambda: False) -> int:
    """Delete the names and addresses of every round whose last post was in ``ADDRESSES_KEPT`` ago; how many."""
    forgotten = 0
    for round_id in db.session.scalars(select(PostalAddress.round_id).distinct()).all():
        round_ = db.session.get(Round, round_id)
        if is_to_stop():
            break
        if round_ is None or clock.now() < post_closes_at(round_) + ADDRESSES_KEPT:
            continue
        with acting(Actor(None, Role.COMMAND), ADDRESSES_DELETED, round_id=round_id) as act:
            gone = act.session.scalars(select(PostalAddress).where(PostalAddress.round_id == round_id)).all()
            for each in gone:
                act.session.delete(each)
            act.facts["count"] = len(gone)
        forgotten += len(gone)
    return forgotten


def _forget(session: Session, round_id: int, number: int) -> None:
    session.execute(delete(PostalAddress).where(PostalAddress.round_id == round_id, PostalAddress.number == number))
