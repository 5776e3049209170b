"""Declared interests: who has said what, and who steps aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection

from sqlalchemy import select

from pb.database import db
from pb.people.models import Account, Interest
from pb.record.queries import lines_of_acts
from pb.refusals import Refusal
from pb.roles import COUNTER, FACILITATOR, STEERING, Actor
from pb.words import lazy_gettext as _l

#: The acts by which interests are declared, as the record names them. Who takes one back may declare others with it.
DECLARED_ONE, DECLARED_ALL, WITHDRAWN = "interest.declared", "interests.declared", "interests.withdrawn"
#: Who declares their interests in every round. Coordinators as such decide nothing.
DECLARE = frozenset({STEERING, FACILITATOR, COUNTER})


def interests_in(round_id: int) -> list[Interest]:
    """What people have declared for a round."""
    return list(db.session.scalars(select(Interest).where(Interest.round_id == round_id).order_by(Interest.id)))


def rounds_declared_in(account_id: int) -> set[int]:
    """Ids of the rounds for which this person has declared their interests, be it that they have none."""
    return {each.round_id for each in db.session.scalars(select(Interest).where(Interest.account_id == account_id))}


def has_declared(account_id: int, round_id: int) -> bool:
    """Whether this person has declared their interests for the round, be it that they have none."""
    return round_id in rounds_declared_in(account_id)


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
    """Whether this person has declared an interest in this application, be it that they took it back since.

    The record keeps what was declared: an interest that ends for the minute of a decision would be none.
    """
    same = {project_id, *(earlier for look in _earlier for earlier in look(project_id))}
    query = select(Interest).where(Interest.account_id == account_id, Interest.project_id.in_(same))
    if db.session.scalar(query.where(Interest.description != "").limit(1)):
        return True
    return account_id is not None and not same.isdisjoint(_ever_declared(account_id))


_earlier: list[Callable[[int], Collection[int]]] = []


def knows_earlier_rounds(look: Callable[[int], Collection[int]]) -> Callable[[int], Collection[int]]:
    """A room further up tells which projects of earlier rounds this one was: interests go over with it."""
    _earlier.append(look)
    return look


def require_no_interest_in(by: Actor, project_id: int | None) -> None:
    """Refuse somebody who has declared an interest in what is to be decided; None: it is about no project."""
    if project_id is not None and has_declared_interest(by.account_id, project_id):
        raise Refusal(
            _l("You have declared an interest in this project, so you cannot take part in this decision."),
            _l("Ask someone else in the steering group or the office to do this."),
        )


def _ever_declared(account_id: int) -> set[int]:
    """Ids of all projects in which this person ever declared an interest."""
    return {project_id for _who, project_id in _declared_in_lines(actor_id=account_id)}


def ever_interested(round_id: int) -> set[tuple[int, int]]:
    """Everybody who ever declared an interest in an application of a round: pairs of account and project."""
    now = {
        (said.account_id, said.project_id) for said in interests_in(round_id) if said.project_id and said.description
    }
    return now | _declared_in_lines(round_id=round_id)


def _declared_in_lines(**of: int) -> set[tuple[int, int]]:
    lines = lines_of_acts(DECLARED_ONE, DECLARED_ALL, WITHDRAWN, **of)
    said = [(line.actor_id, line.facts) for line in lines if line.reason_hash]  # without a word it was "none"
    found = [(who, [*facts.get("projects", []), facts.get("project")]) for who, facts in said]
    return {(who, project_id) for who, each in found if who for project_id in each if project_id is not None}


def interests_by_project(round_id: int) -> dict[int, list[tuple[int, str, str]]]:
    """Declared interests in the applications of a round: (account id, name, description) by project."""
    query = select(Interest, Account).join(Account, Account.id == Interest.account_id)
    query = query.where(Interest.round_id == round_id, Interest.project_id.is_not(None), Interest.description != "")
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for said, who in db.session.execute(query.order_by(Account.name)):
        found[said.project_id].append((who.id, who.name, said.description))  # type: ignore[index]
    return dict(found)
