"""Printing ballot papers: a batch of serials that nothing can be read from."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import select

from pb import clock
from pb.formats import number
from pb.marked import insert_rows
from pb.paper.models import Batch, Paper
from pb.paper.queries import ballot_paper_account_of
from pb.paper.rules import new_serial
from pb.paper.rules.papers import MOST_PAPERS, MOST_TOGETHER
from pb.practice import is_practice
from pb.record.actions import ActInProgress, acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, Actor
from pb.rounds.rules import post_closes_at
from pb.venues.models import VotingSession
from pb.venues.rules.sentences import SESSION_WAS_CANCELLED
from pb.voting.queries import box_opening_of, dates_of, frozen_ballot, require_frozen_ballot
from pb.words import lazy_gettext as _l

LOST_PAPERS = _l("If papers are missing, two people decide about them on the page “What does not add up”.")

PAPERS_PRINTED = Act(
    "papers.printed",
    _l("printed ballot papers: %(papers)s, %(session)s"),
    only=(COORDINATOR, COUNTER),
    ways={"spare": _l("printed spare ballot papers: %(papers)s")},
)


def print_batch(
    by: Actor, round_id: int, voting_session: VotingSession | None, how_many: int, *, spare: bool = False
) -> Batch:
    """Make ``how_many`` papers (1 to ``MOST_PAPERS``), each with a serial of its own, for a voting session; with None for
    post, or ``spare`` for whichever session will need them.

    Refuses before the ballot is frozen, after the box was opened, and for a cancelled session.
    """
    _require_number(how_many, MOST_PAPERS)
    session_id = voting_session.id if voting_session else None
    way = {"way": "spare"} if spare else {}
    with acting(by, PAPERS_PRINTED, round_id=round_id, session=session_id, papers=how_many, **way) as act:
        _require_papers_are_needed(round_id)
        [batch] = _made(act, [(voting_session, how_many)], spare=spare)
        act.facts["batch"] = batch.id
    return batch


PAPERS_PRINTED_FOR_SEVERAL = Act(
    "papers.printed_for_several",
    _l("printed ballot papers for several sessions together: %(papers)s"),
    only=(COORDINATOR, COUNTER),
)


def print_for_several(by: Actor, round_id: int, wanted: Mapping[VotingSession, int]) -> list[Batch]:
    """Make papers for several voting sessions in one act: a batch for each, with as many papers as are ``wanted`` there.

    Refuses none, more than ``MOST_TOGETHER`` in all, and what printing for one session refuses.
    """
    in_all = sum(wanted.values())
    _require_number(in_all, MOST_TOGETHER)
    for how_many in wanted.values():
        _require_number(how_many, MOST_PAPERS)
    with acting(by, PAPERS_PRINTED_FOR_SEVERAL, round_id=round_id, papers=in_all, sessions=len(wanted)) as act:
        _require_papers_are_needed(round_id)
        made = _made(act, list(wanted.items()))
        act.facts["batches"] = {str(each.session_id): each.id for each in made}
    return made


def _require_number(papers: int, most: int) -> None:
    if not 1 <= papers <= most:
        raise Refusal(_l("You can print between 1 and %(most)s papers at a time.", most=number(most)), status=422)


def _require_papers_are_needed(round_id: int) -> None:
    if frozen_ballot(round_id) is None:
        raise Refusal(
            _l("You cannot print papers until the ballot is frozen."),
            _l("The coordinator must freeze the ballot first."),
        )
    if box_opening_of(round_id):
        raise Refusal(_l("The ballot box for this round has been opened, so no more papers are needed."))


def require_may_be_printed(batch: Batch) -> None:
    """Refuse the papers of a batch to a printer once nobody needs them any longer: when its session has its account, when
    the last post is over, when the box is open. Blank papers with numbers that are in use could be put in place of those
    in a box.
    """
    if box_opening_of(batch.round_id):
        raise Refusal(_l("The ballot box for this round has been opened, so no more papers are needed."))
    if batch.session_id and ballot_paper_account_of(batch.session_id):
        raise Refusal(
            _l("This session has its ballot paper account, so its papers cannot be printed again."), LOST_PAPERS
        )
    if not batch.session_id and clock.now() >= post_closes_at(dates_of(require_frozen_ballot(batch.round_id))):
        raise Refusal(
            _l("The last day for votes by post is over, so these papers cannot be printed again."), LOST_PAPERS
        )


def _made(
    act: ActInProgress, wanted: Sequence[tuple[VotingSession | None, int]], *, spare: bool = False
) -> list[Batch]:
    """A batch for each place, with its papers. The serials and ids in use are looked up once."""
    if any(each and each.cancelled_at for each, _papers in wanted):
        raise Refusal(SESSION_WAS_CANCELLED, _l("Choose another session."))
    assert act.round_id is not None
    taken = select(Paper.serial).where(Paper.round_id == act.round_id)
    serials, ids = (
        _fresh(_new_serial, set(act.session.scalars(taken))),
        _fresh(_random_id, set(act.session.scalars(select(Paper.id)))),
    )
    its = {"round_id": act.round_id, "printed_by": act.by.account_id, "printed_at": clock.now()}
    batches = [Batch(session_id=each and each.id, is_spare=spare or None, **its) for each, _papers in wanted]
    act.session.add_all(batches)
    act.session.flush()
    for batch, (_session, how_many) in zip(batches, wanted, strict=True):
        sheets = islice(zip(ids, serials, strict=False), how_many)
        of_it = {"round_id": act.round_id, "batch_id": batch.id}
        insert_rows(act.session, Paper, [{"id": id_, "serial": serial, **of_it} for id_, serial in sheets])
    return batches


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
