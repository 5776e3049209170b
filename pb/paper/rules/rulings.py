"""What two people may say of a doubtful paper."""

from __future__ import annotations

from dataclasses import dataclass

from pb.paper.rules.readings import PaperReading, reading_from

#: Why two people may rule on a paper.
REASONS = ("blank", "too_many", "too_few", "unclear", "torn", "not_ours", "typed_wrong")


@dataclass(frozen=True)
class RuledReading:
    """What a ruling says: why (one of ``REASONS``), and the reading that counts; None when the paper does not count."""

    reason: str
    counts: PaperReading | None

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise ValueError(f"{self.reason} is no reason for a ruling")
        if self.counts and not self.counts.numbers:
            raise ValueError("a paper that counts has numbers")

    @property
    def as_text(self) -> str:
        """As one text, which the database keeps sealed: "unclear|3 7 12", "blank|"."""
        return f"{self.reason}|{self.counts.text if self.counts else ''}"


def ruled_from(text: str) -> RuledReading:
    """A decision from ``RuledReading.as_text``."""
    reason, _, numbers = text.partition("|")
    return RuledReading(reason, reading_from(f"|{numbers}") if numbers else None)
