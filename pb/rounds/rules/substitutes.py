"""The substitute of a round acts once two people on its list have decided for whom: a rule, and its form for the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pb.rounds.rules.calendar import AnyDecision, in_force_of


class ListedMember(Protocol):
    """Somebody on the list of a round's steering group."""

    @property
    def account_id(self) -> int: ...

    @property
    def substitute(self) -> bool: ...


def replaced_member(decisions: Iterable[AnyDecision]) -> int | None:
    """The account in whose place the substitute acts now; None while they do not act."""
    # The kind is called "stand_in", an older word for the substitute, in decisions, triggers and migrations that are kept.
    return next((each.member_id for each in in_force_of(decisions) if each.kind == "stand_in"), None)


def acts(account_id: int | None, members: Iterable[ListedMember], decisions: Iterable[AnyDecision]) -> bool:
    """Whether somebody on the list decides and signs now: each member whom nobody replaces, and the substitute in
    their place.
    """
    replaced = replaced_member(decisions)
    return account_id != replaced and any(
        each.account_id == account_id and (replaced is not None or not each.substitute) for each in members
    )


def same_seat_as(account_id: int | None, members: Iterable[ListedMember], decisions: Iterable[AnyDecision]) -> set[int]:
    """The accounts that share a seat in the steering group of this round: a member whom the substitute ever acted for, and the
    substitute.
    """
    substitutes = {each.account_id for each in members if each.substitute}
    replaced = {
        each.member_id
        for each in decisions
        if each.kind == "stand_in" and each.agreed_at and each.member_id is not None
    }
    if account_id in substitutes:
        return replaced
    return substitutes if account_id in replaced else set()


def does_not_act(who: str) -> str:
    """The same for a guard of the database, the other way round. ``who``: the column with the account, as "NEW.account_id"."""
    substitution = (
        "SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND now.kind = 'stand_in' AND now.agreed_at IS "
        "NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL)"
    )
    return (
        f"(EXISTS ({substitution} AND now.member_id = {who}) OR (NOT EXISTS ({substitution}) AND EXISTS (SELECT 1 FROM "
        f"round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id = {who} AND "
        "round_member.substitute)))"
    )


def not_listed(who: str) -> str:
    """For a guard of the database: the round has a list of its steering group, and this account is not on it. ``who`` as above."""
    on_the_list = "SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id"
    return f"EXISTS ({on_the_list}) AND NOT EXISTS ({on_the_list} AND round_member.account_id = {who})"
