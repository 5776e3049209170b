"""What two people may say of a doubtful paper, and what the rule leaves them to decide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pb.paper.rules.readings import PaperReading, reading_from
from pb.voting.rules.ballot_rules import BallotRules
from pb.voting.rules.choices import choices_error
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Why two people may rule on a paper.
REASONS = ("blank", "too_many", "too_few", "unclear", "torn", "not_ours", "typed_wrong")
#: Of these the rule of every round says that the paper does not count. About the others two people decide.
NEVER_COUNT = frozenset({"blank", "too_many", "too_few", "not_ours"})

#: The rule, as the round's page says it before anybody votes.
RULE_OF_PAPERS = _l(
    "A paper does not count if nothing is marked on it, if it has too many or too few marks, or if it is not one of our "
    "papers. If a paper is unclear or torn, two people decide what it says. The result says how many papers there were of "
    "each kind."
)
THE_RULE_SAYS_NO = _l("The rules of this round say that a paper like this does not count.")
ANOTHER_FAULT = _l("That is not what is wrong with this paper: two people typed the same, and it says something else.")
#: What two people typed alike, and without a doubt, is what the paper says, until two others say something else.
TYPISTS_DO_NOT_CORRECT = _l("You typed this paper, so you cannot decide that it was typed wrongly.")
TWO_WHO_DID_NOT_TYPE_IT = _l("Two people who did not type it must look at the paper and agree what it says.")
LOOK_AT_THE_PAPER = _l("Look at the paper again. If both people typed it wrongly, say so and enter what it says.")


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


def plain_fault(reading: PaperReading | None, rules: BallotRules, withdrawn: Collection[int]) -> str:
    """What is wrong with a paper that two people typed alike and without a doubt: "blank", "too_many" or "too_few"; "" where it
    is another thing, or nothing.
    """
    if reading is None or reading.kind not in ("", "blank"):
        return ""
    if not reading.numbers:
        return "blank"
    if choices_error(rules, reading.choices, withdrawn) is None:
        return ""
    parts = [(part, part.of(reading.choices)) for part in rules.parts]
    if (
        any(len(chosen) > part.most for part, chosen in parts)
        or any(purse.used(reading.choices) > purse.pence for purse in rules.purses)
        or (rules.ballot_type == "points" and any(sum(chosen.values()) > rules.points for _part, chosen in parts))
    ):
        return "too_many"
    has_figures = rules.ballot_type in ("rank", "score")  # what is wrong may be one of them
    return "too_few" if not has_figures and any(len(chosen) < part.least for part, chosen in parts) else ""


def ruling_error(
    ruled: RuledReading, typed: PaperReading | None, rules: BallotRules, withdrawn: Collection[int]
) -> Sentence | None:
    """Why the rule does not leave it to two people to decide so, or None. ``typed``: what two people typed alike.

    A paper with more marks than are allowed never counts as a part of them.
    """
    fault = plain_fault(typed, rules, withdrawn)
    if fault and ruled.reason in ("blank", "too_many", "too_few") and ruled.reason != fault:
        return ANOTHER_FAULT
    if ruled.counts is None:
        return None
    if ruled.reason in NEVER_COUNT or (fault and ruled.reason != "typed_wrong"):
        return THE_RULE_SAYS_NO
    if fault == "too_many" and typed and set(ruled.counts.numbers) <= set(typed.numbers):
        return THE_RULE_SAYS_NO
    return None
