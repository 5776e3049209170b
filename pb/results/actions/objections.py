"""Somebody objects to how a vote was run, and two people answer. What was written is deleted when nobody needs it any more."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.database import db
from pb.projects.actions import require_no_interest_on_the_ballot
from pb.projects.rules.appeals import end_of_day_after
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.regular_work import done_regularly
from pb.results.actions.proposals import require_may_agree, require_may_end, require_may_propose
from pb.results.models import Count, Objection, ObjectionAnswer, ObjectionTime, ObjectionWords
from pb.results.queries.corrections import correction_under_way
from pb.results.queries.counts import latest_count, publication_of
from pb.results.queries.objections import (
    may_be_written_down,
    newest_objection,
    objection_with,
    objections_by_form,
    objections_until,
)
from pb.results.rules.objections import (
    ANSWER_IS_AGREED,
    MOST_OBJECTIONS,
    NO_OBJECTIONS_NOW,
    NO_SUCH_OBJECTION,
    OBJECTIONS_KEPT,
)
from pb.roles import COORDINATOR, PUBLIC, STEERING, Actor, Role
from pb.rounds.models import Round
from pb.unicode_text import tidy
from pb.words import lazy_gettext as _l


def begin_objections(session: Session, round_: Round, counted: Count) -> None:
    """Part of the count: from now until the end of the last day everybody can object to it. Nothing where the round has no
    days for it.
    """
    closes_at = end_of_day_after(counted.counted_at, round_.objection_days)
    if closes_at is not None:
        here = {"round_id": round_.id, "version": counted.version}
        session.add(ObjectionTime(**here, closes_at=closes_at, salt=secrets.token_hex(16)))


OBJECTION_MADE = Act(
    "objection.made",
    _l("objected to how the vote was run, or wrote an objection down: number %(number)s"),
    only=(PUBLIC, COORDINATOR, STEERING),
)


def object_to(by: Actor, round_: Round, message: str, *, way: str = "form", name: str = "", phone: str = "") -> int:
    """Somebody objects to how the vote was run; the number of their objection. Staff write down what came by telephone or
    letter in time, until somebody has signed.

    Refuses without words, out of the time, and on the website more than ``MOST_OBJECTIONS``. The record says nothing of who and what.
    """
    with acting(by, OBJECTION_MADE, round_id=round_.id, way=way) as act:
        if not (objections_until(round_.id) if way == "form" else may_be_written_down(round_.id)):
            raise Refusal(NO_OBJECTIONS_NOW)
        if not tidy(message):
            raise Refusal(_l("Write what was done wrongly."), status=422)
        number = newest_objection(round_.id) + 1
        if way == "form" and objections_by_form(round_.id) >= MOST_OBJECTIONS:
            raise Refusal(
                _l("So many people have objected that no more objections can be taken here."),
                _l("Ask any of our staff. They write your objection down."),
            )
        here = {"round_id": round_.id, "number": number}
        act.session.add(
            Objection(**here, way=way, came_at=clock.now(), written_by=None if way == "form" else by.account_id)
        )
        act.session.flush()
        act.session.add(ObjectionWords(**here, message=tidy(message), name=tidy(name), phone=tidy(phone)))
        act.facts["number"] = number
    return number


OBJECTION_ANSWER_PROPOSED = Act(
    "objection.answer_proposed",
    _l("proposed an answer to objection %(number)s"),
    only=(COORDINATOR, STEERING),
    impartial=True,
)


def propose_answer(by: Actor, round_: Round, number: int, about: str, answer: str, *, upheld: bool) -> ObjectionAnswer:
    """Somebody proposes what is answered. ``about``: what the objection is about, without names. Refuses an objection that
    has an answer, or a proposal of one, and empty words.
    """
    with acting(by, OBJECTION_ANSWER_PROPOSED, round_id=round_.id, number=number) as act:
        require_may_propose(by, round_)
        require_no_interest_on_the_ballot(by, round_.id)
        known = objection_with(round_.id, number)
        if known is None:
            raise Refusal(NO_SUCH_OBJECTION)
        if known.answer is not None:
            raise Refusal(_l("Someone has already proposed an answer to this objection."))
        if not tidy(about) or not tidy(answer):
            raise Refusal(_l("Write what the objection is about, and the answer."), status=422)
        who: Any = by.account_id
        proposed = ObjectionAnswer(
            round_id=round_.id,
            number=number,
            about=tidy(about),
            answer=tidy(answer),
            upheld=upheld,
            proposed_by=who,
            proposed_at=clock.now(),
        )
        act.session.add(proposed)
    return proposed


OBJECTION_ANSWERED = Act(
    "objection.answered",
    _l("agreed to the answer to objection %(number)s"),
    only=(STEERING,),
    people=2,
    impartial=True,
)


def agree_to_answer(by: Actor, round_: Round, proposed: ObjectionAnswer) -> None:
    """A steering group member agrees: this is the answer. Refuses who proposed it, and others than members of the round."""
    with acting(by, OBJECTION_ANSWERED, round_id=round_.id, number=proposed.number) as act:
        require_second_of_answer(by, round_, proposed)
        act.require_as_shown(proposed)
        proposed.agreed_by, proposed.agreed_at = by.account_id, clock.now()


def require_second_of_answer(by: Actor, round_: Round, proposed: ObjectionAnswer) -> None:
    """Refuse who cannot be the second of the two."""
    if proposed.agreed_at:
        raise Refusal(ANSWER_IS_AGREED)
    require_may_agree(by, round_, proposed.proposed_by)


OBJECTION_ANSWER_WITHDRAWN = Act(
    "objection.answer_withdrawn",
    _l("withdrew or turned down the proposed answer to objection %(number)s"),
    only=(COORDINATOR, STEERING),
)


def withdraw_answer(by: Actor, proposed: ObjectionAnswer) -> None:
    """The proposal is withdrawn by who made it, or turned down by a member. Refuses others, and once two people have agreed."""
    with acting(by, OBJECTION_ANSWER_WITHDRAWN, round_id=proposed.round_id, number=proposed.number) as act:
        if proposed.agreed_at:
            raise Refusal(ANSWER_IS_AGREED)
        require_may_end(by, act.session.get_one(Round, proposed.round_id), proposed.proposed_by)
        act.session.delete(proposed)


#: (The words have no mark: of what was deleted nothing stays, so the line is all that is left.)
OBJECTION_WORDS_DELETED = Act(
    "objection.words_deleted",
    _l("deleted what people wrote when they objected, and their names: %(count)s"),
    changes_no_row=True,
)


@done_regularly
def forget_objections(is_to_stop: Callable[[], bool] = lambda: False) -> int:
    """Delete what people wrote, with their names, of every round whose result has been public for ``OBJECTIONS_KEPT``, or that
    was given up for as long; how many.
    """
    forgotten = 0
    for round_id in db.session.scalars(select(ObjectionWords.round_id).distinct()).all():
        if is_to_stop():
            break
        if not _is_long_over(round_id):
            continue
        with acting(Actor(None, Role.COMMAND), OBJECTION_WORDS_DELETED, round_id=round_id) as act:
            gone = act.session.scalars(select(ObjectionWords).where(ObjectionWords.round_id == round_id)).all()
            for each in gone:
                act.session.delete(each)
            act.facts["count"] = len(gone)
        forgotten += len(gone)
    return forgotten


def _is_long_over(round_id: int) -> bool:
    """Whether its result has been public for so long, and no newer count, to which people may have objected, is on its way."""
    public, round_, counted = publication_of(round_id), db.session.get(Round, round_id), latest_count(round_id)
    if public and (correction_under_way(round_id) or (counted and counted.version > public.version)):
        return False
    ended = public.public_at if public else round_.abandonment.agreed_at if round_ and round_.abandonment else None
    return round_ is None or (ended is not None and clock.now() >= ended + OBJECTIONS_KEPT)
