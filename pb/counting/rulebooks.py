"""Rulebooks: the published settings of a count, and the table that says what goes with what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from pb.words import Sentence
from pb.words import lazy_gettext as _l

__all__ = [
    "RULES",
    "SATISFACTIONS",
    "SUPPORTS",
    "TIE_RULES",
    "RulebookRefused",
    "RuleOptions",
    "Rulebook",
    "rulebook_error",
]

_ALL = frozenset({"choose", "points", "rank", "budget", "score"})
_NAMES_ONLY = frozenset({"choose", "budget"})


class RulebookRefused(ValueError):
    """This rulebook does not go with this election; the message is a sentence for people."""


@dataclass(frozen=True)
class RuleOptions:
    """What a rule can be combined with: one line of the table ``RULES``. Every rule goes with one pot or several."""

    name: Sentence
    ballot_types: frozenset[str]
    part_funding: bool
    exclusions: bool
    minimum_support: bool
    satisfaction: bool


# The money of equal shares and Phragmén is the voters' own: a part payment, a barred pair or a bar in votes would
# change what a share buys, and no published definition says how. So these three go with the "most votes" family only.
RULES = {
    "most-votes": RuleOptions(
        _l("most votes first, skipping projects that no longer fit"), _ALL, True, True, True, False
    ),
    "most-votes-stop": RuleOptions(
        _l("most votes first, stopping at the first project that does not fit"), _ALL, True, True, True, False
    ),
    "votes-per-pound": RuleOptions(_l("most votes per pound first"), _ALL, True, True, True, False),
    "equal-shares": RuleOptions(_l("equal shares"), _ALL, False, False, False, True),
    "equal-shares-add1": RuleOptions(_l("equal shares with add-one"), _ALL, False, False, False, True),
    "equal-shares-add1-greedy": RuleOptions(
        _l("equal shares with add-one, then most votes first"), _ALL, False, False, False, True
    ),
    "phragmen": RuleOptions(_l("sequential Phragmén"), _NAMES_ONLY, False, False, False, False),
}
TIE_RULES = ("cost-then-lot", "lot")
SATISFACTIONS = ("cost", "number", "points")
SUPPORTS = ("votes", "points")


@dataclass(frozen=True)
class Rulebook:
    """How a round is counted; fixed and published before the vote.

    satisfaction: equal shares only. What a funded project is worth to a supporter: its "cost", one ("number"), or the
        "points" of the ballot. None is cost for choose and budget, points for points, rank and score.
    support: "votes" counts ballots that name a project, "points" adds their points. None is votes for choose and
    budget, points for the others. min_support, min_support_percent: least votes (or points), least share of the ballots
    of the pot. part_funding: the next in line is offered what is left, down to the least its group can work with.
    add_one_step: equal shares with add-one: what each voter's share grows by, in pence; None is one unit of the
    election. exclusions: sets of project ids of which at most one can be funded; the better placed one stands.
    """

    rule: str = "most-votes"
    satisfaction: str | None = None
    tie_rule: str = "cost-then-lot"
    support: str | None = None
    min_support: int | None = None
    min_support_percent: Fraction | Decimal | int | str | None = None
    part_funding: bool = False
    add_one_step: int | None = None
    exclusions: Collection[frozenset[str]] = ()
    fund_without_votes: bool = False

    def __post_init__(self) -> None:
        if self.min_support_percent is not None:
            object.__setattr__(self, "min_support_percent", Fraction(self.min_support_percent))
        object.__setattr__(self, "exclusions", tuple(frozenset(group) for group in self.exclusions))

    def satisfaction_for(self, ballot_type: str) -> str:
        return self.satisfaction or ("cost" if ballot_type in _NAMES_ONLY else "points")

    def support_for(self, ballot_type: str) -> str:
        return self.support or ("votes" if ballot_type in _NAMES_ONLY else "points")

    def least_support(self, ballots: int) -> int:
        """The least votes or points that a project needs, with ``ballots`` ballots in the pot."""
        least = 0 if self.fund_without_votes else 1
        if self.min_support:
            least = max(least, self.min_support)
        if self.min_support_percent is not None:
            least = max(least, ceil(Fraction(self.min_support_percent) * ballots / 100))
        return least

    def as_dict(self) -> dict:
        """The settings with stable keys, as they are published in an outcome."""
        percent = self.min_support_percent
        return {
            "rule": self.rule,
            "satisfaction": self.satisfaction,
            "tie_rule": self.tie_rule,
            "support": self.support,
            "min_support": self.min_support,
            "min_support_percent": None if percent is None else str(percent),
            "part_funding": self.part_funding,
            "add_one_step": self.add_one_step,
            "exclusions": sorted(sorted(group) for group in self.exclusions),
            "fund_without_votes": self.fund_without_votes,
        }

    @classmethod
    def from_dict(cls, values: dict) -> Rulebook:
        return cls(**{**values, "exclusions": tuple(frozenset(group) for group in values.get("exclusions", ()))})


def rulebook_error(rulebook: Rulebook, ballot_type: str, pots: Collection[str | None] = (None,)) -> Sentence | None:
    """A sentence that says why this rulebook cannot be used with these ballots and pots, or None where it can."""
    options = RULES.get(rulebook.rule)
    if options is None:
        return _l(
            "There is no rule called %(rule)s. The rules are: %(rules)s.", rule=rulebook.rule, rules=", ".join(RULES)
        )
    return (
        _wrong_ballots(rulebook, options, ballot_type, pots)
        or _wrong_settings(rulebook, options)
        or _wrong_amounts(rulebook)
    )


def _wrong_ballots(
    rulebook: Rulebook, options: RuleOptions, ballot_type: str, pots: Collection[str | None]
) -> Sentence | None:
    if ballot_type not in options.ballot_types:
        return _l(
            "The rule “%(rule)s” cannot be used with %(type)s ballots. It can be used with: %(types)s.",
            rule=options.name,
            type=ballot_type,
            types=", ".join(sorted(options.ballot_types)),
        )
    if not pots:
        return _l("A round needs at least one pot.")
    if ballot_type in _NAMES_ONLY and "points" in (rulebook.satisfaction, rulebook.support):
        return _l("There are no points on %(type)s ballots.", type=ballot_type)
    if rulebook.min_support_percent is not None and rulebook.support_for(ballot_type) == "points":
        return _l(
            "A minimum percentage can only be used with votes, and these ballots are counted by points. Choose a "
            "minimum number of points."
        )
    return None


def _wrong_settings(rulebook: Rulebook, options: RuleOptions) -> Sentence | None:
    for asked, possible, what in (
        (rulebook.part_funding, options.part_funding, _l("part funding")),
        (rulebook.exclusions, options.exclusions, _l("projects that exclude each other")),
        (
            rulebook.min_support is not None or rulebook.min_support_percent is not None,
            options.minimum_support,
            _l("a minimum support"),
        ),
        (rulebook.satisfaction, options.satisfaction, _l("a satisfaction")),
        (rulebook.add_one_step is not None, "add1" in rulebook.rule, _l("an add-one step")),
        (rulebook.fund_without_votes, options.minimum_support, _l("funding projects without votes")),
    ):
        if asked and not possible:
            return _l("The rule “%(rule)s” cannot be used with %(what)s.", rule=options.name, what=what)
    return None


def _wrong_amounts(rulebook: Rulebook) -> Sentence | None:
    for value, known, what in (
        (rulebook.tie_rule, TIE_RULES, _l("tie rule")),
        (rulebook.satisfaction, SATISFACTIONS, _l("satisfaction")),
        (rulebook.support, SUPPORTS, _l("kind of support")),
    ):
        if value is not None and value not in known:
            return _l(
                "There is no %(what)s called %(value)s. Choose from: %(known)s.",
                what=what,
                value=value,
                known=", ".join(known),
            )
    if rulebook.min_support is not None and rulebook.min_support < 1:
        return _l("Minimum support must be 1 or more.")
    if rulebook.min_support_percent is not None and not 0 < Fraction(rulebook.min_support_percent) <= 100:
        return _l("A minimum percentage must be more than 0 and no more than 100.")
    if rulebook.add_one_step is not None and rulebook.add_one_step < 1:
        return _l("The add-one step must be at least one penny.")
    if any(len(set(group)) < 2 for group in rulebook.exclusions):
        return _l("Name at least two projects that exclude each other.")
    return None
