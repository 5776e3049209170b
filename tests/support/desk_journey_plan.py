"""How large the journey of the paper desk is, and what has to come out of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

#: What is printed for a session beyond what is issued there, and what the one lends to the next.
UNUSED, LENT, LOST = 4, 2, 5
#: The place of the paper in a box on which the second typist's hand slips.
SLIP = 6
PROJECTS, MOST = 12, 3
SEAL = "PB 4711"


@dataclass(frozen=True)
class Size:
    """``boxes``: sessions whose papers are counted; besides, one is cancelled, one has tablets alone and one box is lost.
    ``papers``: issued at them and posted; ``packs``: of these by post.
    """

    venues: int
    boxes: int
    papers: int
    packs: int

    @property
    def sessions(self) -> int:
        """All of them."""
        return self.boxes + 3


SMALL, WHOLE = Size(3, 3, 60, 12), Size(29, 42, 1_800, 60)


@dataclass
class Planned:
    """What has to come out. ``printed``: papers; ``unaccounted`` is worked out from what is found."""

    supports: Counter[int] = field(default_factory=Counter)
    ways: Counter[str] = field(default_factory=Counter)
    not_counted: Counter[str] = field(default_factory=Counter)
    counted_otherwise: Counter[str] = field(default_factory=Counter)
    decided: Counter[tuple[str, str]] = field(default_factory=Counter)
    strays: int = 0
    spoiled: int = 0
    taken_away: int = 0
    unused: int = 0
    printed: int = 0
