"""How a result is worded: money in the round's own currency, names in a row, the sentence at the top, how it was
counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.counting import Outcome, Rulebook, Tie
from pb.formats import money, number
from pb.letters import isolated
from pb.words import lazy_gettext as _l

#: The published way of counting, in five short sentences each.
_RANKED = (
    _l("We counted the votes for each project."),
    _l("The project with the most votes came first, then the next, and so on down the list."),
)
_SKIPPED = _l("If a project cost more than what was left, it was skipped and the next one had its turn.")
_END = _l("We used the rules for ties that were published before the vote.")
HOW = {
    "most-votes": (
        *_RANKED,
        _l("Each project got its money if enough was left when its turn came."),
        _SKIPPED,
        _END,
    ),
    "most-votes-stop": (
        *_RANKED,
        _l("Each project got its money if enough was left when its turn came."),
        _l("The count stopped at the first project that cost more than what was left."),
        _END,
    ),
    "votes-per-pound": (
        _l("We counted the votes for each project and shared them out over what it costs."),
        _l("The project with the most votes for each pound came first, then the next, and so on."),
        _l("Each project got its money if enough was left when its turn came."),
        _SKIPPED,
        _END,
    ),
    "equal-shares": (
        _l("The money was shared out, and each ballot had the same share."),
        _l("A project was funded when the people who voted for it could pay for it together."),
        _l("They shared its cost as evenly as they could, and what they paid came out of their shares."),
        _l("The projects that cost each supporter the least came first."),
        _END,
    ),
    "phragmen": (
        _l("Each ballot began with nothing and saved up at the same speed."),
        _l("A project was funded as soon as the people who voted for it had saved its cost together."),
        _l("Then their savings began again from nothing."),
        _l("The count stopped at the first project that cost more than what was left of the pot."),
        _END,
    ),
}
_ADDED = _l(
    "Then every share grew, a little at a time, and the votes were counted again each time. It ended when every project "
    "was funded, or one step before the funded projects would have cost more than the pot."
)
HOW["equal-shares-add1"] = (*HOW["equal-shares"][:3], _ADDED, _END)
HOW["equal-shares-add1-greedy"] = (
    *HOW["equal-shares"][:3],
    _ADDED,
    _l(
        "The money left at the end went to the projects with the most votes that still fitted. We used the rules for "
        "ties that were published before the vote."
    ),
)


def money_in(currency: str, unit: int) -> Callable[[int | str], str]:
    """Writes amounts of a round: pounds for GBP, else the number and the currency's code. ``unit``: parts of one
    whole.
    """
    if currency == "GBP" and unit == 100:
        return lambda parts: money(round(float(parts)) if isinstance(parts, str) else parts)

    def written(parts: int | str) -> str:
        whole, rest = divmod(round(float(parts)) if isinstance(parts, str) else parts, unit)
        digits = f".{rest:0{len(str(unit)) - 1}d}" if rest else ""
        return f"{number(whole)}{digits} {currency}".strip()

    return written


def listed(names: Sequence[str]) -> str:
    """ "Abbey", "Abbey and Dean", "Abbey, Dean and Leith"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(most)s and %(last)s", most=", ".join(names[:-1]), last=names[-1])


def quoted(title: str) -> str:
    """A project's title in quotation marks."""
    return f"“{isolated(title)}”"


def headline(outcome: Outcome, projects: int, write: Callable[[int | str], str]) -> str:
    """The whole result in one or two sentences."""
    funded = len(outcome.funded)
    parts = sum(step.decision == "part-funded" for step in outcome.steps)
    said = funded_of(funded, projects) + " "
    budget = write(outcome.budget)
    if not funded:
        said += _("All of the %(budget)s is left over.", budget=budget)
    elif outcome.spent == outcome.budget:
        said += ngettext("It gets all of the %(budget)s.", "They get all of the %(budget)s.", funded, budget=budget)
    else:
        said += ngettext(
            "It gets %(spent)s of the %(budget)s.",
            "They get %(spent)s of the %(budget)s.",
            funded,
            spent=write(outcome.spent),
            budget=budget,
        )
    if parts:
        said += " " + ngettext("One of them is funded in part.", "%(num)s of them are funded in part.", parts)
    return said


def funded_of(funded: int, projects: int) -> str:
    """ "4 of 7 projects are funded."."""
    if projects == 0:
        return _("There are no projects in this pot.")
    if projects == 1:
        return _("The only project is funded.") if funded else _("The only project is not funded.")
    if funded == 0:
        return _("None of the %(all)s projects is funded.", all=number(projects))
    if funded == projects:
        return _("All %(all)s projects are funded.", all=number(projects))
    return ngettext(
        "%(some)s of %(all)s projects is funded.",
        "%(some)s of %(all)s projects are funded.",
        funded,
        some=number(funded),
        all=number(projects),
    )


def votes_or_points(support: int, *, points: bool) -> str:
    """ "1 vote", "1,214 points"."""
    if points:
        return ngettext("%(n)s point", "%(n)s points", support, n=number(support))
    return ngettext("%(n)s vote", "%(n)s votes", support, n=number(support))


def tie_sentence(tie: Tie, rulebook: Rulebook, name: Callable[[str], str]) -> str:
    """Who was level, what decided, and whether it mattered."""
    said = _("%(names)s were level.", names=listed([name(id) for id in tie.projects])) + " "
    if tie.decided_by == "cost":
        said += _("The one that costs less came first.")
    elif tie.decided_by == "lot" and rulebook.tie_rule == "cost-then-lot":
        said += _("The one that costs less came first; where the costs are the same, the lot decided.")
    elif tie.decided_by == "lot":
        said += _("The lot decided their order.")
    else:
        said += _("No lot was needed.")
    return (
        said
        + " "
        + (_("It made a difference to the result.") if tie.mattered else _("It made no difference to the result."))
    )


CHANNELS = {
    "online": _l("Online at home"),
    "kiosk": _l("On a tablet at a venue"),
    "paper": _l("On paper at a venue"),
    "post": _l("By post"),
    "screen": _l("On a screen"),
    "on-paper": _l("On paper"),
}
DECISIONS = {"funded": _l("Funded"), "part-funded": _l("Funded in part"), "not-funded": _l("Not funded")}


def how_counted(outcome: Outcome) -> list[str]:
    """The rule in short sentences, with what the round added to it."""
    rulebook = outcome.rulebook
    said = [str(sentence) for sentence in HOW[outcome.rule] if not (rulebook.part_funding and sentence is _SKIPPED)]
    if rulebook.min_support:
        points = rulebook.support_for(outcome.ballot_type) == "points"
        least = votes_or_points(rulebook.min_support, points=points)
        said.insert(-1, _("A project needed at least %(least)s.", least=least))
    if rulebook.part_funding:
        said.insert(-1, _in_part(skips=_SKIPPED in HOW[outcome.rule]))
    return said


def _in_part(*, skips: bool) -> str:
    """What happened where a project did not fit but its group could work with less; ``skips``: the count then went on."""
    if skips:
        return _(
            "If a project cost more than what was left, but its group could work with what was left, it got that. If its "
            "group could not, the project was skipped and the next one had its turn."
        )
    return _(
        "If there was not enough left for a whole project, but enough for its group to work with, the project got what was "
        "left."
    )
