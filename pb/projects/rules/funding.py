"""Whether a project could ever get its money: it must not ask for more than one group can, nor need more than its pot has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pb.formats import money
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class ProjectCosts(Protocol):
    """A project, and what it asks for. Money in pence."""

    @property
    def pot_id(self) -> int | None: ...
    @property
    def cost_pence(self) -> int: ...
    @property
    def least_pence(self) -> int | None: ...


class PotFunds(Protocol):
    """A pot with all its money in pence."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def amount_pence(self) -> int: ...


class RoundFunds(Protocol):
    """A round, and what of its settings says how much there is."""

    @property
    def ceiling_pence(self) -> int: ...
    @property
    def part_funding(self) -> bool: ...
    @property
    def pots(self) -> Sequence[PotFunds]: ...


@dataclass(frozen=True)
class MoneyToGive:
    """What a round has to give, in pence. ``pots``: name and amount by id, with what was carried over."""

    ceiling_pence: int
    part_funding: bool
    pots: Mapping[int, tuple[str, int]]


def money_of(round_: RoundFunds) -> MoneyToGive:
    """The money of a round, as its settings are now."""
    pots = {pot.id: (pot.name, pot.amount_pence) for pot in round_.pots}
    return MoneyToGive(round_.ceiling_pence, round_.part_funding, pots)


def needed(project: ProjectCosts, there: MoneyToGive) -> int:
    """The least with which it could be funded: where projects get a part of their cost, what its group can work with."""
    return project.least_pence if there.part_funding and project.least_pence else project.cost_pence


def never_funded(project: ProjectCosts, title: str, there: MoneyToGive) -> Sentence | None:
    """Why this project could not be funded as the round is set up, for staff; None where it could."""
    if project.cost_pence > there.ceiling_pence:
        return _l(
            "“%(title)s” asks for %(cost)s. The most one group can ask for is %(most)s.",
            title=title,
            cost=money(project.cost_pence),
            most=money(there.ceiling_pence),
        )
    name, amount = there.pots.get(project.pot_id or 0, ("", None))
    if amount is None or needed(project, there) <= amount:
        return None
    said = {"title": title, "needs": money(needed(project, there)), "there": money(amount)}
    if name:
        return _l(
            "“%(title)s” needs %(needs)s, and there is only %(there)s in the pot “%(name)s”. It could never be funded.",
            name=name,
            **said,
        )
    return _l("“%(title)s” needs %(needs)s, and there is only %(there)s in the pot. It could never be funded.", **said)


def remark_for_group(project: ProjectCosts, there: MoneyToGive) -> Sentence | None:
    """The same for its group while it types, of the pot alone: what is over the ceiling is refused. No refusal, since more
    money may still come.
    """
    amount = there.pots.get(project.pot_id or 0, ("", None))[1]
    if amount is None or not project.cost_pence or needed(project, there) <= amount:
        return None
    said = {"needs": money(needed(project, there)), "there": money(amount)}
    if there.part_funding and not project.least_pence:
        return _l(
            "Your project needs %(needs)s, and there is %(there)s in the pot, so it could not be funded now. You could ask for "
            "less, or say what smallest amount you could work with.",
            **said,
        )
    return _l(
        "Your project needs %(needs)s, and there is %(there)s in the pot, so it could not be funded now. You could ask for "
        "less. You can also go on: the amount in the pot may still change.",
        **said,
    )


def pots_below_ceiling(there: MoneyToGive) -> list[str]:
    """The names of the pots in which there is less than one group can ask for; of several."""
    return [name for name, amount in there.pots.values() if name and amount < there.ceiling_pence]
