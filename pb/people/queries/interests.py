"""Declared interests: who has said what, and who steps aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from pb.database import db
from pb.people.models import Account, Interest, InterestRelease
from pb.read_once import read_once
from pb.record.models import RecordLine
from pb.record.queries import lines_of_acts
from pb.roles import COUNTER, FACILITATOR, STEERING

#: The acts by which interests are declared, as the record names them. Who takes one back may declare others with it.
DECLARED_ONE, DECLARED_ALL, WITHDRAWN = "interest.declared", "interests.declared", "interests.withdrawn"
_ACTS = (DECLARED_ONE, DECLARED_ALL, WITHDRAWN)
#: Who declares their interests in every round. Coordinators as such decide nothing.
DECLARE = frozenset({STEERING, FACILITATOR, COUNTER})


def interests_in(round_id: int) -> list[Interest]:
    """What people have declared for a round."""
    return list(db.session.scalars(select(Interest).where(Interest.round_id == round_id).order_by(Interest.id)))


def rounds_declared_in(account_id: int) -> set[int]:
    """Ids of the rounds for which this person has declared their interests, be it that they have none."""
    return {each.round_id for each in db.session.scalars(select(Interest).where(Interest.account_id == account_id))}


def has_declared(account_id: int | None, round_id: int) -> bool:
    """Whether this person has declared their interests for the round, be it that they have none."""
    return account_id is not None and round_id in rounds_declared_in(account_id)


def interests_of(account_id: int, round_id: int) -> list[Interest]:
    """What one person has declared for a round."""
    query = select(Interest).where(Interest.account_id == account_id, Interest.round_id == round_id)
    return list(db.session.scalars(query.order_by(Interest.id)))


def rounds_to_declare(account: Account, round_ids: Collection[int]) -> set[int]:
    """The rounds among these in which this person has yet to declare their interests; none for a mere coordinator."""
    if not account.roles & DECLARE:
        return set()
    return set(round_ids) - rounds_declared_in(account.id)


def has_declared_interest(account_id: int | None, project_id: int) -> bool:
    """Whether this person has declared an interest in this application or in what it was in an earlier round. One that
    they took back counts too, until two people have released them from it: otherwise somebody could be without their
    interest for the minute of a decision.
    """
    if account_id is None:
        return False
    same = [project_id, *(earlier for look in _earlier for earlier in look(project_id))]
    return bool(_bound(_declared(account_id=account_id), {project_id: same}))


_earlier: list[Callable[[int], Sequence[int]]] = []
_carried: list[Callable[[int], Mapping[int, Sequence[int]]]] = []


def knows_earlier_rounds(look: Callable[[int], Sequence[int]]) -> Callable[[int], Sequence[int]]:
    """A room further up tells which projects of earlier rounds this one was, the newest first: interests go over with it."""
    _earlier.append(look)
    return look


def knows_what_was_carried(
    look: Callable[[int], Mapping[int, Sequence[int]]],
) -> Callable[[int], Mapping[int, Sequence[int]]]:
    """The same of a whole round: its carried projects, each with what it was in earlier rounds."""
    _carried.append(look)
    return look


@read_once
def ever_interested(round_id: int) -> set[tuple[int, int]]:
    """Everybody who ever declared an interest in an application of a round, or in what it was in an earlier one, and
    whom nobody has released: pairs of account and project.
    """
    carried = {project_id: earlier for look in _carried for project_id, earlier in look(round_id).items()}
    declared = _declared() if carried else _declared(round_id=round_id)
    here = {project_id: [project_id] for _who, project_id in declared}
    return _bound(declared, here | {project_id: [project_id, *earlier] for project_id, earlier in carried.items()})


def _bound(declared: Mapping[tuple[int, int], datetime], same: Mapping[int, Sequence[int]]) -> set[tuple[int, int]]:
    """Who is kept out of which project. ``same``: each project with what it is and was, the newest first. A release ends
    what was declared before it was proposed, in its project and what that was earlier, and nothing in a later round: who
    agreed to it was asked for their own interests there and then. What was declared since holds.
    """
    if not declared:
        return set()
    released = _released()

    def holds(who: int, chain: Sequence[int], place: int) -> bool:
        ended = [released[who, each] for each in chain[: place + 1] if (who, each) in released]
        return not ended or declared[who, chain[place]] > max(ended)

    by_project: dict[int, list[int]] = defaultdict(list)
    for who, project_id in declared:
        by_project[project_id].append(who)
    return {
        (who, project_id)
        for project_id, chain in same.items()
        for place, each in enumerate(chain)
        for who in by_project.get(each, ())
        if holds(who, chain, place)
    }


@read_once
def _released() -> dict[tuple[int, int], datetime]:
    """When the newest release that two agreed to was proposed, by account and project: of all rounds, however many ask."""
    released: dict[tuple[int, int], datetime] = {}
    for each in db.session.scalars(select(InterestRelease).where(InterestRelease.agreed_at.is_not(None))):
        key = each.account_id, each.project_id
        released[key] = max(each.proposed_at, released.get(key, each.proposed_at))
    return released


@read_once
def _lines() -> list[RecordLine]:
    """What the record keeps of declared interests, of all rounds, however many ask: there are few such lines, and to find
    those of one round takes as long.
    """
    return lines_of_acts(*_ACTS)


def _declared(*, account_id: int | None = None, round_id: int | None = None) -> dict[tuple[int, int], datetime]:
    """When somebody last declared an interest in a project, by account and project: by what stands now, and by what the
    record keeps.
    """
    found: dict[tuple[int, int], datetime] = {}
    rows = select(Interest).where(Interest.project_id.is_not(None), Interest.description != "")
    if account_id is not None:
        rows = rows.where(Interest.account_id == account_id)
    if round_id is not None:
        rows = rows.where(Interest.round_id == round_id)
    said = [(each.account_id, [each.project_id], each.declared_at) for each in db.session.scalars(rows)]
    for line in _lines() if account_id is None else lines_of_acts(*_ACTS, actor_id=account_id):
        if round_id is not None and line.round_id != round_id:
            continue
        if line.actor_id and line.reason_hash:  # without a word it was "none"
            said.append((line.actor_id, [*line.facts.get("projects", []), line.facts.get("project")], line.at))
    for who, projects, at in said:
        for project_id in projects:
            if project_id is not None:
                found[who, project_id] = max(at, found.get((who, project_id), at))
    return found


def released_in(project_ids: Collection[int]) -> list[InterestRelease]:
    """Who was released, or is to be, from an interest in one of these projects, the oldest first."""
    query = select(InterestRelease).where(InterestRelease.project_id.in_(project_ids))
    return list(db.session.scalars(query.order_by(InterestRelease.id)))


def interests_by_project(round_id: int) -> dict[int, list[tuple[int, str, str]]]:
    """Declared interests in the applications of a round: (account id, name, description) by project. Also those that were
    declared in what a project was in an earlier round, with the words of then, and those that were taken back and hold:
    "" in place of their words.
    """
    carried = {project_id: earlier for look in _carried for project_id, earlier in look(round_id).items()}
    rows = select(Interest).where(Interest.project_id.is_not(None), Interest.description != "")
    said = list(db.session.scalars(rows if carried else rows.where(Interest.round_id == round_id)))
    words = {(each.account_id, each.project_id): each.description for each in said}
    here = {(each.account_id, each.project_id) for each in said if each.round_id == round_id}
    known: dict[int, str] = dict(db.session.execute(select(Account.id, Account.name)).all())
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    theirs = {*carried, *(project_id for _who, project_id in _declared(round_id=round_id))}
    for who, project_id in here | {each for each in ever_interested(round_id) if each[1] in theirs}:
        chain = [project_id, *carried.get(project_id or 0, ())]
        of_then = next((words[who, each] for each in chain if (who, each) in words), "")
        found[project_id or 0].append((who, known[who], of_then))
    return {project_id: sorted(each, key=lambda one: one[1:]) for project_id, each in found.items()}
