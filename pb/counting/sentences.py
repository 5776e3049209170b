"""Reasons in plain words, as sentences that are put into the reader's language when they are shown (``pb.words``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pb.counting.outcomes import Comparison, Outcome, OutcomeReason, PotOutcome, Step, Tie
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln

__all__ = ["SENTENCES", "OutcomeWording", "explain"]


SENTENCES = {
    # most votes first, votes per pound
    "funded": _l("It is funded: it costs %(award)s, and %(left_before)s was left when its turn came."),
    "part-funded": _l(
        "It gets %(award)s. It costs %(cost)s and only %(award)s was left, but its group can work with %(least)s or more."
    ),
    "does-not-fit": _l("It is not funded: it costs %(cost)s, and %(left)s was left when its turn came."),
    "least-does-not-fit": _l(
        "It is not funded: it costs %(cost)s, its group can work with %(least)s or more, and %(left)s was left when its "
        "turn came."
    ),
    "declined": _l("It is not funded: it costs %(cost)s, it was offered %(left)s, and its group did not take it."),
    "costs-more-than-pot": _l("It is not funded: it costs %(cost)s, and there is only %(budget)s in the pot."),
    "after-stop": _l("It is not funded: the count stopped at %(stopped_at)s, which did not fit."),
    "excluded": _l("It is not funded: only one of this project and %(by)s can happen, and %(by)s came first."),
    "below-minimum": _l("It is not funded: it has %(support)s, and a project needs at least %(minimum)s."),
    "no-votes": _l("It is not funded: nobody voted for it."),
    "withdrawn": _l("It is not funded: it was withdrawn."),
    "costs-nothing": _l("It costs nothing, so it needs no money from this vote."),
    # equal shares
    "shared": _l("It is funded: the people who voted for it shared its cost, and nobody paid more than %(price)s."),
    "shared-by-points": _l(
        "It is funded: the people who voted for it shared its cost, and nobody paid more than %(price)s for each point."
    ),
    "funded-from-rest": _l("It is funded from the money left over: it costs %(award)s, and %(left_before)s was left."),
    "supporters-short": _l(
        "It is not funded: it costs %(cost)s, and the people who voted for it had %(had)s left of their shares."
    ),
    # Phragmén
    "saved": _l("It is funded: the people who voted for it had saved its cost together."),
    "stopped-here": _l(
        "It is not funded: its turn came with %(left)s left, and it costs %(cost)s. The count stopped here."
    ),
    "still-saving": _l(
        "It is not funded: the people who voted for it had saved %(saved)s of %(cost)s when the count stopped."
    ),
    # what would have funded it
    "no-number": _l("No number of extra votes would have funded it."),
    # comparisons
    "ahead": _l("%(winner)s is ahead of %(loser)s by %(margin)s."),
    "excluded-by": _l("%(winner)s is ahead of %(loser)s, which it rules out, by %(margin)s."),
    "stopped-at": _l(
        "%(winner)s is ahead of %(loser)s by %(margin)s. The count stopped between the funded projects and the rest."
    ),
    "at-least": _l("%(winner)s has at least the %(minimum)s that a project needs, with %(margin)s to spare."),
    "exactly": _l("%(winner)s has exactly the %(minimum)s that a project needs."),
    "below-minimum-proof": _l("%(loser)s is %(margin)s short of the %(minimum)s that a project needs."),
    "per-pound": _l(
        "With votes per pound the result does not depend on comparing numbers of votes, so it cannot be checked "
        "with a sample of ballots."
    ),
    "part-funding": _l(
        "With part funding the result does not depend only on comparing numbers of votes, so it cannot be "
        "checked with a sample of ballots."
    ),
    "rule": _l(
        "With this rule the result does not depend on comparing numbers of votes, so it cannot be checked with a "
        "sample of ballots."
    ),
}
PLURALS: dict[str, Callable[..., Sentence]] = {
    "more-ballots": lambda num, **facts: _ln(
        "It would have got money with one more vote.",
        "It would have got money with %(number)s more votes.",
        num,
        **facts,
    ),
    "more-points": lambda num, **facts: _ln(
        "It would have got money with one more point.",
        "It would have got money with %(number)s more points.",
        num,
        **facts,
    ),
    "votes": lambda num, **facts: _ln("1 vote", "%(number)s votes", num, **facts),
    "points": lambda num, **facts: _ln("1 point", "%(number)s points", num, **facts),
}
_MONEY = {"cost", "award", "left", "left_before", "left_after", "least", "budget", "had", "saved", "price"}
#: What can be used up: "nothing was left", not "£0 was left".
_USED_UP = {"left", "had", "saved"}
# Translators: in "nothing was left when its turn came", where an amount of money stands otherwise.
_NOTHING = _l("nothing")
_PROJECTS = {"by", "stopped_at", "winner", "loser"}
_SUPPORT = {"support", "minimum", "margin"}


class OutcomeWording:
    """How an outcome's reasons are worded.

    money(pence), name(project id): text for an amount and for a project; pence may be a whole number or a decimal text.
    Without them money is in the outcome's own currency, and a project is its id.
    """

    def __init__(
        self,
        outcome: Outcome,
        *,
        money: Callable[[Any], str] | None = None,
        name: Callable[[str], str] | None = None,
    ):
        self.outcome = outcome
        self.money = money or outcome.money.written
        self.name = name or (lambda id: f"“{id}”")
        by_points = outcome.rulebook.support_for(outcome.ballot_type) == "points"
        self.support_kind = "points" if by_points else "votes"

    def step(self, step: Step) -> str:
        """Why this project is funded or not and, where known, what would have funded it."""
        text = self.reason(step.reason, award=step.award, left_before=step.left_before, support=step.support)
        return f"{text} {self.reason(step.need)}" if step.need and not self._says_it_already(step) else text

    def reason(self, reason: OutcomeReason, **more: int | str) -> str:
        if reason.code in PLURALS:
            return self.plural(reason.code, reason.params["number"])
        named = reason.code == "does-not-fit" and "least" in reason.params
        return self._fill(SENTENCES["least-does-not-fit" if named else reason.code], {**more, **reason.params})

    def comparison(self, proof: Comparison) -> str:
        code, margin = "below-minimum-proof" if proof.kind == "below-minimum" else proof.kind, proof.margin
        if code == "at-least":  # the margin is what it would have to lose to fall short: one more than it can spare
            margin -= 1
            code = code if margin else "exactly"
        values = {"winner": proof.winner, "loser": proof.loser, "margin": margin, "minimum": proof.minimum}
        return self._fill(SENTENCES[code], {key: value for key, value in values.items() if value is not None})

    def no_comparisons(self, pot: PotOutcome) -> str | None:
        return str(SENTENCES[pot.comparisons.why_none]) if pot.comparisons.why_none else None

    @staticmethod
    def _says_it_already(step: Step) -> bool:
        return (
            step.need is not None
            and step.need.code == "no-number"
            and step.reason.code in ("costs-more-than-pot", "withdrawn", "costs-nothing")
        )

    def _fill(self, sentence: Sentence, values: dict) -> str:
        words = {key: self._word(key, value) for key, value in values.items()}
        return str(Sentence(sentence.english, facts=words))

    def _word(self, key: str, value: Any) -> str:
        if key in _MONEY:
            return str(_NOTHING) if key in _USED_UP and float(value) == 0 else self.money(value)
        if key in _PROJECTS:
            return self.name(value)
        return self.plural(self.support_kind, value) if key in _SUPPORT else str(value)

    def plural(self, code: str, number: int) -> str:
        """So many votes, points, or more of them, with thousands marked: "1,200 votes"."""
        return str(PLURALS[code](number, number=f"{number:,}"))


def explain(outcome: Outcome, wording: OutcomeWording | None = None) -> str:
    """The whole count as lines of text."""
    wording = wording or OutcomeWording(outcome)
    lines = []
    for pot in outcome.pots:
        if pot.pot is not None:
            lines.append(f"{pot.pot}:")
        for number, step in enumerate(pot.steps, 1):
            support = wording.plural(wording.support_kind, step.support)
            lines.append(f"{number}. {wording.name(step.project)} ({support}): {wording.step(step)}")
        lines += [_tie_line(tie, wording) for tie in pot.ties]
        lines.append(
            f"Spent {wording.money(pot.spent)} of {wording.money(pot.budget)}; {wording.money(pot.left)} is left."
        )
    return "\n".join(lines)


def _tie_line(tie: Tie, wording: OutcomeWording) -> str:
    names = ", ".join(wording.name(id) for id in tie.projects)
    how = {
        "cost": "lower cost first",
        "lot": "by the lot",
        "order": "by the order given",
        "nothing": "no lot was needed",
    }
    return f"Level: {names} ({how[tie.decided_by]}); the order {'mattered' if tie.mattered else 'did not matter'}."
