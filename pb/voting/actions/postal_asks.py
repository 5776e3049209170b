"""Requests on our website: somebody asks without an account, and staff give it a card or remove it."""

from __future__ import annotations

from secrets import randbelow

from sqlalchemy import func, select

from pb import clock
from pb.database import transaction
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.models import Round
from pb.unicode_text import tidy
from pb.voting.actions.card_checks import noting_the_check
from pb.voting.actions.postal_requests import (
    CHECK_THE_LIST,
    SAY_WHERE_IT_GOES,
    WHEN_ASKED,
    AskedByPost,
    write_down,
)
from pb.voting.actions.rights import ballot_in
from pb.voting.models import PostalAsk
from pb.voting.queries.post import is_asked_already
from pb.voting.rules.post import MOST_WAITING
from pb.words import lazy_gettext as _l

ASK_IN_ANOTHER_WAY = _l("Phone us, or ask any of our staff.")
TOO_MANY_WAIT = _l("So many requests are waiting that we cannot take another one here.")
_LARGEST_ID = 2**31 - 1


def ask_online(round_: Round, name: str, address: str, *, large_print: bool, alone: bool) -> None:
    """Somebody asks for a vote by post, or for a card ``alone``. Who asks once more with the same name and address is kept
    once; nothing tells them so, nor how many go to an address: staff see that.

    Who asks is nobody whom we know, so there is no line in the record; there is one when staff give them a card. Refuses an
    empty name or address, a time at which it would come too late, and more than ``MOST_WAITING``.
    """
    with transaction() as session:
        ballot_in(round_.id, WHEN_ASKED)
        if not tidy(name) or not tidy(address):
            raise Refusal(SAY_WHERE_IT_GOES, status=422)
        waiting = select(func.count()).select_from(PostalAsk).where(PostalAsk.round_id == round_.id)
        if (session.scalar(waiting) or 0) >= MOST_WAITING:
            raise Refusal(TOO_MANY_WAIT, ASK_IN_ANOTHER_WAY)
        if is_asked_already(round_.id, name, address):
            return
        asked = PostalAsk(id=1 + randbelow(_LARGEST_ID), round_id=round_.id, name=tidy(name), address=tidy(address))
        asked.large_print, asked.alone, asked.asked_at = large_print, alone, clock.now()
        session.add(asked)


GONE = _l("Someone has already dealt with this request.")


ASK_TAKEN = Act(
    "post.ask_taken",
    _l("gave card %(number)s to someone who asked for a postal vote on the website"),
    only=(COORDINATOR,),
)


def take_ask(by: Actor, round_: Round, ask_id: int, number: int) -> None:
    """Staff give card ``number`` to somebody who asked on the website; refuses what ``take_request`` refuses."""
    with (
        noting_the_check(by, round_, number),
        acting(by, ASK_TAKEN, round_id=round_.id, number=number) as act,
    ):
        ballot_in(round_.id, WHEN_ASKED)
        ask = act.session.get(PostalAsk, ask_id)
        if ask is None or ask.round_id != round_.id:
            raise Refusal(GONE, CHECK_THE_LIST)
        asked = AskedByPost(ask.name, ask.address, "form", ask.large_print, ask.alone)
        write_down(act.session, round_.id, number, asked)
        act.session.delete(ask)


#: (It has no mark, as an address has none.)
ASK_REMOVED = Act(
    "post.ask_removed",
    _l("removed a request from the website for a postal vote"),
    only=(COORDINATOR,),
    changes_no_row=True,
)


def remove_ask(by: Actor, round_: Round, ask_id: int) -> None:
    """Nothing is sent: they cannot vote here, or have a card already. Their name and address are gone."""
    with acting(by, ASK_REMOVED, round_id=round_.id) as act:
        ask = act.session.get(PostalAsk, ask_id)
        if ask is None or ask.round_id != round_.id:
            raise Refusal(GONE, CHECK_THE_LIST)
        act.session.delete(ask)
