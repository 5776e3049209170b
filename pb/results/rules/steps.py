"""The order of acts after the close. Plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pb.words import Sentence


@dataclass(frozen=True)
class StepFact:
    """One step as the facts have it. ``missing`` are sentences: what is still to be done."""

    key: str
    done: bool
    missing: tuple[Sentence, ...] = field(default=())


@dataclass(frozen=True)
class ChecklistStep:
    """A step on the checklist. ``state``: "done", "next" or "waiting"."""

    key: str
    state: str
    missing: tuple[Sentence, ...]


def steps_in_order(facts: Iterable[StepFact]) -> list[ChecklistStep]:
    """The checklist: done as far as everything above is done, then the next step, then those that wait."""
    steps: list[ChecklistStep] = []
    blocked = False
    for fact in facts:
        state = "waiting" if blocked else "done" if fact.done else "next"
        blocked = blocked or not fact.done
        steps.append(ChecklistStep(fact.key, state, fact.missing))
    return steps
