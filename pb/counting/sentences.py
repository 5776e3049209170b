"""Reasons in plain words. Each template goes through gettext, so the web can show it in another language.

Templates are marked with ``N_`` and ``ngettext_noop`` for the extraction of messages (``make words``).
"""

from __future__ import annotations

from collections.abc import Callable

from pb.counting.outcomes import Comparison, Outcome, PotOutcome, Reason, Step

__all__ = ["SENTENCES", "Wording", "explain"]


def N_(message: str) -> str:
    return message


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    return one, many


SENTENCES = {
    # most votes first, votes per pound
    "funded": N_("It is funded: %(left_before)s was left when its turn came, and it costs %(award)s."),
    "part-funded": N_(
        "It is funded in part: %(award)s was left of the %(cost)s that it costs, and its group can work with %(least)s."
    ),
    "does-not-fit": N_("It is not funded: it costs %(cost)s, and %(left)s was left when its turn came."),
    "costs-more-than-pot": N_("It is not funded: it costs %(cost)s, and there was only %(budget)s in all."),
    "after-stop": N_("It is not funded: the count stopped at %(stopped_at)s, which did not fit."),
    "excluded": N_("It is not funded: only one of it and %(by)s can happen, and %(by)s came first."),
    "below-minimum": N_("It is not funded: it has %(support)s, and a project needs at least %(minimum)s."),
    "no-votes": N_("It is not funded: nobody voted for it."),
    "withdrawn": N_("It is not funded: it was withdrawn."),
    # equal shares
    "shared": N_("It is funded: the people who voted for it shared its cost, and nobody paid more than %(price)s."),
    "shared-by-points": N_(
        "It is funded: the people who voted for it shared its cost, and nobody paid more than %(price)s for each point."
    ),
    "funded-from-rest": N_("It is funded with what was left over: %(left_before)s, and it costs %(award)s."),
    "supporters-short": N_(
        "It is not funded: it costs %(cost)s, and the people who voted for it had %(had)s left of their shares."
    ),
    # Phragmén
    "saved": N_("It is funded: the people who voted for it had saved its cost together."),
    "stopped-here": N_(
        "It is not funded: its turn came with %(left)s left, and it costs %(cost)s. The count stopped here."
    ),
    "still-saving": N_(
        "It is not funded: the people who voted for it had saved %(saved)s of %(cost)s when the count stopped."
    ),
    # what would have funded it
    "no-number": N_("No number of votes would have funded it."),
    # comparisons
    "ahead": N_("%(winner)s is ahead of %(loser)s by %(margin)s."),
    "excluded-by": N_("%(winner)s is ahead of %(loser)s, which it rules out, by %(margin)s."),
    "stopped-at": N_(
        "%(winner)s is ahead of %(loser)s by %(margin)s; the count stopped between the funded projects and the rest."
    ),
    "at-least": N_("%(winner)s has at least the %(minimum)s that a project needs, with %(margin)s to spare."),
    "below-minimum-proof": N_("%(loser)s is %(margin)s short of the %(minimum)s that a project needs."),
    "per-pound": N_(
        "With votes per pound the result does not rest on comparisons of votes, so a sample cannot be checked against it."
    ),
    "part-funding": N_(
        "With part funding the result does not rest on comparisons of votes alone, so a sample cannot be checked against it."
    ),
    "rule": N_(
        "With this rule the result does not rest on comparisons of votes, so a sample cannot be checked against it."
    ),
}
PLURALS = {
    "more-ballots": ngettext_noop(
        "One more ballot for this project alone would have funded it.",
        "%(number)s more ballots for this project alone would have funded it.",
    ),
    "more-points": ngettext_noop(
        "One more point would have funded it.", "%(number)s more points would have funded it."
    ),
    "votes": ngettext_noop("1 vote", "%(number)s votes"),
    "points": ngettext_noop("1 point", "%(number)s points"),
}
_MONEY = {"cost", "award", "left", "left_before", "left_after", "least", "budget", "had", "saved", "price"}
_PROJECTS = {"by", "stopped_at", "winner", "loser"}
_SUPPORT = {"support", "minimum", "margin"}


class Wording:
    """How an outcome's reasons are worded.

    gettext, ngettext: as in the standard library. money(pence), name(project id): text for an amount and for a project;
    pence may be a whole number or a decimal text. unit, currency: of the outcome, for the plain form of money.
    """

    def __init__(
        self,
        outcome: Outcome,
        *,
        gettext: Callable = str,
        ngettext: Callable | None = None,
        money: Callable | None = None,
        name: Callable | None = None,
    ):
        self.outcome, self.gettext = outcome, gettext
        self.ngettext = ngettext or (lambda one, many, number: one if number == 1 else many)
        self.money = money or self._plain_money
        self.name = name or (lambda id: f"“{id}”")
        by_points = outcome.rulebook.support_for(outcome.ballot_type) == "points"
        self.support_kind = "points" if by_points else "votes"

    def step(self, step: Step) -> str:
        """Why this project is funded or not and, where known, what would have funded it."""
        text = self.reason(step.reason, award=step.award, left_before=step.left_before, support=step.support)
        return f"{text} {self.reason(step.need)}" if step.need and not self._says_it_already(step) else text

    def reason(self, reason: Reason, **more) -> str:
        if reason.code in PLURALS:
            return self._plural(reason.code, reason.params["number"])
        return self._fill(SENTENCES[reason.code], {**more, **reason.params})

    def comparison(self, proof: Comparison) -> str:
        code = "below-minimum-proof" if proof.kind == "below-minimum" else proof.kind
        values = {"winner": proof.winner, "loser": proof.loser, "margin": proof.margin, "minimum": proof.minimum}
        return self._fill(SENTENCES[code], {key: value for key, value in values.items() if value is not None})

    def no_comparisons(self, pot: PotOutcome) -> str | None:
        return self.gettext(SENTENCES[pot.comparisons.why_none]) if pot.comparisons.why_none else None

    @staticmethod
    def _says_it_already(step: Step) -> bool:
        return (
            step.need is not None
            and step.need.code == "no-number"
            and step.reason.code in ("costs-more-than-pot", "withdrawn")
        )

    def _fill(self, template: str, values: dict) -> str:
        words = {key: self._word(key, value) for key, value in values.items()}
        return self.gettext(template) % words

    def _word(self, key: str, value) -> str:
        if key in _MONEY:
            return self.money(value)
        if key in _PROJECTS:
            return self.name(value)
        return self._plural(self.support_kind, value) if key in _SUPPORT else str(value)

    def _plural(self, code: str, number: int) -> str:
        return self.ngettext(*PLURALS[code], number) % {"number": f"{number:,}"}

    def _plain_money(self, pence) -> str:
        """£250, £250.50; for other currencies the number and its code."""
        whole, part = (
            divmod(round(float(pence)), self.outcome.unit)
            if isinstance(pence, str)
            else divmod(pence, self.outcome.unit)
        )
        digits = len(str(self.outcome.unit)) - 1
        text = f"{whole:,}" + (f".{part:0{digits}d}" if part else "")
        return f"£{text}" if self.outcome.currency == "GBP" else f"{text} {self.outcome.currency}".strip()


def explain(outcome: Outcome, wording: Wording | None = None) -> str:
    """The whole count as lines of text."""
    wording = wording or Wording(outcome)
    lines = []
    for pot in outcome.pots:
        if pot.pot is not None:
            lines.append(f"{pot.pot}:")
        for number, step in enumerate(pot.steps, 1):
            lines.append(
                f"{number}. {wording.name(step.project)} ({wording._plural(wording.support_kind, step.support)}): {wording.step(step)}"
            )
        lines += [_tie_line(tie, wording) for tie in pot.ties]
        lines.append(
            f"Spent {wording.money(pot.spent)} of {wording.money(pot.budget)}; {wording.money(pot.left)} is left."
        )
    return "\n".join(lines)


def _tie_line(tie, wording: Wording) -> str:
    names = ", ".join(wording.name(id) for id in tie.projects)
    how = {
        "cost": "lower cost first",
        "lot": "by the lot",
        "order": "by the order given",
        "nothing": "no lot was needed",
    }
    return f"Level: {names} ({how[tie.decided_by]}); the order {'mattered' if tie.mattered else 'did not matter'}."
