"""Outcomes: what a count decided and why, step by step, as plain data with a stable JSON form.

The same election, rulebook and lot give the same bytes on every machine. ``docs/counting.md`` describes every key.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from pb.counting.rulebooks import Rulebook
from pb.currency import Currency

__all__ = ["Comparison", "Comparisons", "Offer", "Outcome", "PotOutcome", "OutcomeReason", "Step", "Tie"]

FORMAT = "pb-count-1"


@dataclass(frozen=True)
class OutcomeReason:
    """Why: a code with its figures (pence, ballots, project ids). ``sentences.OutcomeWording`` turns it into words."""

    code: str
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One project's turn. award, left_before and left_after are pence; support is votes or points.

    need: for a project that is not funded, what would have funded it (a ``OutcomeReason``), where the rule can say so.
    tied: the projects that were level with this one, itself included; empty if none was.
    """

    project: str
    decision: str  # funded, part-funded, not-funded
    award: int
    support: int
    left_before: int
    left_after: int
    reason: OutcomeReason
    need: OutcomeReason | None = None
    tied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tie:
    """Projects that were level, in the order in which the tie was broken.

    decided_by: "cost" (all costs differ), "lot", "order" (an order handed to ``count``) or "nothing" (no lot, and none
    needed). mattered: the tie is decisive; another order of these projects would change who gets how much.
    """

    projects: tuple[str, ...]
    decided_by: str
    mattered: bool


@dataclass(frozen=True)
class Comparison:
    """One fact that the result rests on. margin: by how many votes it is true; 0 where only the order for ties decided.

    kind: ahead (winner is ahead of loser), excluded-by (winner is ahead of loser, which it excludes), stopped-at
    (winner is ahead of loser, where the count stopped, or loser is behind the project at which it stopped), at-least
    (winner has at least ``minimum``), below-minimum (loser has fewer than ``minimum``).
    """

    kind: str
    winner: str | None
    loser: str | None
    margin: int
    minimum: int | None = None


@dataclass(frozen=True)
class Comparisons:
    """Comparisons that together prove the result, or ``why_none``: per-pound, part-funding, rule."""

    proofs: tuple[Comparison, ...] = ()
    why_none: str | None = None

    @property
    def smallest_margin(self) -> int | None:
        return min((proof.margin for proof in self.proofs), default=None)


@dataclass(frozen=True)
class Offer:
    """Part funding: to whom the remaining money is offered in turn, should those before decline."""

    project: str
    amount: int


@dataclass(frozen=True)
class PotOutcome:
    """What one pot's count decided. Money in pence. facts: the figures of the rule (see ``rules``)."""

    pot: str | None
    budget: int
    ballots: int
    blank: int
    steps: tuple[Step, ...]
    ties: tuple[Tie, ...]
    comparisons: Comparisons
    offers: tuple[Offer, ...] = ()
    facts: dict = field(default_factory=dict)

    @property
    def funded(self) -> tuple[str, ...]:
        """Project ids in the order of selection, the part-funded one last."""
        return tuple(step.project for step in self.steps if step.award)

    @property
    def awards(self) -> dict[str, int]:
        return {step.project: step.award for step in self.steps if step.award}

    @property
    def spent(self) -> int:
        return sum(self.awards.values())

    @property
    def left(self) -> int:
        return self.budget - self.spent


@dataclass(frozen=True)
class Outcome:
    """The whole count: one ``PotOutcome`` per pot. declined: whose groups turned part funding down, if any did."""

    rulebook: Rulebook
    ballot_type: str
    pots: tuple[PotOutcome, ...]
    ballots: int
    unit: int = 100
    currency: str = "GBP"
    lot: dict | None = None
    declined: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        return self.rulebook.rule

    @property
    def money(self) -> Currency:
        return Currency(self.currency, self.unit)

    @property
    def budget(self) -> int:
        return sum(pot.budget for pot in self.pots)

    @property
    def spent(self) -> int:
        return sum(pot.spent for pot in self.pots)

    @property
    def funded(self) -> tuple[str, ...]:
        return tuple(id for pot in self.pots for id in pot.funded)

    @property
    def awards(self) -> dict[str, int]:
        return {id: award for pot in self.pots for id, award in pot.awards.items()}

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for pot in self.pots for step in pot.steps)

    @property
    def ties(self) -> tuple[Tie, ...]:
        return tuple(tie for pot in self.pots for tie in pot.ties)

    def pot(self, name: str | None) -> PotOutcome:
        return next(pot for pot in self.pots if pot.pot == name)

    def step(self, project: str) -> Step:
        return next(step for step in self.steps if step.project == project)

    def to_dict(self) -> dict:
        """Plain data. Steps and ties carry their pot; everything else of a pot is under ``pots``."""
        return {
            "format": FORMAT,
            "rule": self.rule,
            "settings": self.rulebook.as_dict(),
            "ballot_type": self.ballot_type,
            "unit": self.unit,
            "currency": self.currency,
            "lot": self.lot,
            **({"declined": list(self.declined)} if self.declined else {}),
            "ballots": self.ballots,
            "budget": self.budget,
            "spent": self.spent,
            "funded": list(self.funded),
            "awards": self.awards,
            "steps": [{"pot": pot.pot, **asdict(step)} for pot in self.pots for step in pot.steps],
            "ties": [{"pot": pot.pot, **asdict(tie)} for pot in self.pots for tie in pot.ties],
            "pots": [_pot_to_dict(pot) for pot in self.pots],
        }

    def to_json(self) -> bytes:
        """UTF-8, keys sorted, no spaces: the form that is hashed, signed and published."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes | str) -> Outcome:
        """The outcome again, from its JSON form; ``to_json`` of it gives the same bytes."""
        return cls.from_dict(json.loads(data))

    @classmethod
    def from_dict(cls, values: dict) -> Outcome:
        if values.get("format") != FORMAT:
            raise ValueError(f"This is not an outcome in the form {FORMAT}.")
        pots = tuple(_pot_from_dict(pot, values["steps"], values["ties"]) for pot in values["pots"])
        rest = (*(values[key] for key in ("ballots", "unit", "currency", "lot")), tuple(values.get("declined", ())))
        return cls(Rulebook.from_dict(values["settings"]), values["ballot_type"], pots, *rest)


def _pot_to_dict(pot: PotOutcome) -> dict:
    return {
        **{key: getattr(pot, key) for key in ("pot", "budget", "spent", "left", "ballots", "blank", "facts")},
        "comparisons": {**asdict(pot.comparisons), "smallest_margin": pot.comparisons.smallest_margin},
        "offers": [asdict(offer) for offer in pot.offers],
    }


def _pot_from_dict(pot: dict, steps: list[dict], ties: list[dict]) -> PotOutcome:
    proofs = tuple(Comparison(**proof) for proof in pot["comparisons"]["proofs"])
    return PotOutcome(
        pot["pot"],
        pot["budget"],
        pot["ballots"],
        pot["blank"],
        tuple(_step_from_dict(step) for step in steps if step["pot"] == pot["pot"]),
        tuple(_tie_from_dict(tie) for tie in ties if tie["pot"] == pot["pot"]),
        Comparisons(proofs, pot["comparisons"]["why_none"]),
        tuple(Offer(**offer) for offer in pot["offers"]),
        pot["facts"],
    )


def _tie_from_dict(tie: dict) -> Tie:
    return Tie(tuple(tie["projects"]), tie["decided_by"], tie["mattered"])


def _step_from_dict(values: dict) -> Step:
    values = {key: value for key, value in values.items() if key != "pot"}
    values.update(reason=OutcomeReason(**values["reason"]), tied=tuple(values["tied"]))
    values["need"] = values["need"] and OutcomeReason(**values["need"])
    return Step(**values)
