"""Printing ballot papers: a batch of serials that nothing can be read from."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from sqlalchemy import select

from pb import clock
from pb.formats import number
from pb.paper.models import Batch, Paper
from pb.paper.rules import new_serial
from pb.paper.rules.papers import MOST_PAPERS
from pb.practice import is_practice
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, Actor
from pb.venues.models import VotingSession
from pb.venues.rules.sentences import SESSION_WAS_CANCELLED
from pb.voting.queries import box_opening_of, frozen_ballot
from pb.words import lazy_gettext as _l

PAPERS_PRINTED = Act(
    "papers.printed", _l("printed ballot papers: %(papers)s, %(session)s"), only=(COORDINATOR, COUNTER)
)


def print_batch(by: Actor, round_id: int, voting_session: VotingSession | None, how_many: int) -> Batch:
    """Make ``how_many`` papers (1 to ``MOST_PAPERS``) for a voting session, or for post with None, each with a serial of its own.

    Refuses before the ballot is frozen, after the box was opened, and for a cancelled session.
    """
    if not 1 <= how_many <= MOST_PAPERS:
        raise Refusal(
            _l("You can print between 1 and %(most)s papers at a time.", most=number(MOST_PAPERS)), status=422
        )
    session_id = voting_session.id if voting_session else None
    with acting(by, PAPERS_PRINTED, round_id=round_id, session=session_id, papers=how_many) as act:
        if frozen_ballot(round_id) is None:
            raise Refusal(
                _l("You cannot print papers until the ballot is frozen."),
                _l("The coordinator must freeze the ballot first."),
            )
        if box_opening_of(round_id):
            raise Refusal(_l("The ballot box for this round has been opened, so no more papers are needed."))
        if voting_session and voting_session.cancelled_at:
            raise Refusal(SESSION_WAS_CANCELLED, _l("Choose another session."))
        batch = Batch(round_id=round_id, session_id=session_id, printed_by=by.account_id, printed_at=clock.now())
        act.session.add(batch)
        act.session.flush()
        serials = _fresh(_new_serial, set(act.session.scalars(select(Paper.serial).where(Paper.round_id == round_id))))
        ids = _fresh(_random_id, set(act.session.scalars(select(Paper.id))))
        for id_, serial in islice(zip(ids, serials, strict=False), how_many):
            act.session.add(Paper(id=id_, round_id=round_id, batch_id=batch.id, serial=serial))
        act.facts["batch"] = batch.id
    return batch


def _new_serial() -> str:
    return new_serial(practice=is_practice())


_Drawn = TypeVar("_Drawn")


def _random_id() -> int:
    """As large as PostgreSQL's integers are: tells nothing about order."""
    return secrets.randbelow(2**31 - 1) + 1


def _fresh(draw: Callable[[], _Drawn], taken: set[_Drawn]) -> Iterator[_Drawn]:
    """Endlessly drawn, none of them twice."""
    while True:
        if (drawn := draw()) not in taken:
            taken.add(drawn)
            yield drawn
