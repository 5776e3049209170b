"""What somebody can work out from published sums by adding and taking away, knowing which cells are empty."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


class Known:
    """The span of published sums over cells; rows are 0/1 for each cell."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self._reduced: list[tuple[int, list[Fraction]]] = []
        for row in rows:
            rest = self._rest(row)
            pivot = next((place for place, value in enumerate(rest) if value), None)
            if pivot is not None:
                self._reduced.append((pivot, [value / rest[pivot] for value in rest]))

    def tells(self, wanted: Sequence[int]) -> bool:
        """Whether the sum over the cells of ``wanted`` follows from the published ones."""
        return not any(self._rest(wanted))

    def _rest(self, row: Sequence[int]) -> list[Fraction]:
        rest = [Fraction(value) for value in row]
        for pivot, reduced in self._reduced:
            if factor := rest[pivot]:
                rest = [a - factor * b if b else a for a, b in zip(rest, reduced, strict=True)]
        return rest
