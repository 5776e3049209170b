"""The published order for ties: lower cost first, then the lot; or the lot alone.

The lot is drawn in public once, after the box is opened: at least 20 digits, from dice or a lottery draw. Anyone can
work out the order with any SHA-256 tool: ``printf '%s' 'round-id:pot:digits:number' | sha256sum``; the lowest comes
first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pb.counting.elections import ElectionProject, PotElection

__all__ = ["LEAST_DIGITS", "BadLot", "LotDigits", "lot_order", "tie_order"]

LEAST_DIGITS = 20


class BadLot(ValueError):
    """The digits of a lot are not at least 20 digits."""


@dataclass(frozen=True)
class LotDigits:
    """What was drawn. round_id: the round's published name in the hash, so that two rounds never share an order."""

    round_id: str
    digits: str

    def __post_init__(self) -> None:
        if not (self.digits.isascii() and self.digits.isdigit()):
            raise BadLot("A lot is made of the digits 0 to 9 only, without spaces.")
        if len(self.digits) < LEAST_DIGITS:
            raise BadLot(f"A lot needs at least {LEAST_DIGITS} digits; these are {len(self.digits)}.")


def lot_order(round_id: str, pot: str | None, digits: str, numbers: Iterable[int | str]) -> list[int | str]:
    """Project numbers in the order of the lot: lowest SHA-256 of ``round-id:pot:digits:number`` in UTF-8 first.

    A round with one pot has the empty text for ``pot``. Example: round "7", one pot, digits 20 times "1", numbers 1, 2,
    3: SHA-256 of "7::11111111111111111111:1" and so on; ``docs/counting.md`` shows it line by line.
    """

    def drawn(number: int | str) -> str:
        return hashlib.sha256(f"{round_id}:{pot or ''}:{digits}:{number}".encode()).hexdigest()

    return sorted(numbers, key=drawn)


def tie_order(election: PotElection, tie_rule: str, lot: LotDigits | None, order: Sequence[str] = ()) -> list[int]:
    """For each project its position in the tie order (0 is preferred).

    order: project ids in a full order decided elsewhere; it replaces tie rule and lot. Without lot and order, projects
    that the tie rule leaves level are put in the order of their numbers; ``count`` refuses to let that decide anything.
    """
    projects = election.projects
    if order:
        position = {id: k for k, id in enumerate(order)}
        by_order = sorted(range(len(projects)), key=lambda i: position[projects[i].id])
        return _positions(by_order)
    drawn = {project.number: k for k, project in enumerate(sorted(projects, key=_by_number))}
    if lot:
        numbers = [project.number for project in projects]
        drawn = {number: k for k, number in enumerate(lot_order(lot.round_id, election.pot, lot.digits, numbers))}

    def preference(i: int) -> tuple[int, int]:
        project = projects[i]
        return (project.cost if tie_rule == "cost-then-lot" else 0), drawn[project.number]

    return _positions(sorted(range(len(projects)), key=preference))


def _positions(order: Sequence[int]) -> list[int]:
    positions = [0] * len(order)
    for position, project in enumerate(order):
        positions[project] = position
    return positions


def _by_number(project: ElectionProject) -> tuple[int, str]:
    """Printed numbers in their natural order; in files they may be texts such as 12a."""
    return len(str(project.number)), str(project.number)
