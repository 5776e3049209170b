"""How a result is worded: names in a row, the sentence at the top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import ngettext

from pb.counting import Outcome, Rulebook, Tie
from pb.formats import number
from pb.unicode_text import isolated
from pb.words import lazy_gettext as _l


class Titled(Protocol):
    """A project on the ballot."""

    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...


class Decided(Protocol):
    """A project of a result."""

    @property
    def decision(self) -> str: ...
    @property
    def withdrawn(self) -> bool: ...
    @property
    def decided(self) -> object | None: ...


class Given(Protocol):
    """A project of a result, with what it gets in the end."""

    @property
    def gets(self) -> int: ...
    @property
    def stands(self) -> str: ...
    @property
    def decided(self) -> object | None: ...


class Named(Protocol):
    """A pot, or the only one, which has no name."""

    @property
    def name(self) -> str | None: ...


def titles_joined(names: Sequence[str]) -> str:
    """ "Abbey", "Abbey and Dean", "Abbey, Dean and Leith"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(most)s and %(last)s", most=", ".join(names[:-1]), last=names[-1])


def quoted_title(title: str) -> str:
    """A project's title in quotation marks."""
    return f"“{isolated(title)}”"


def few(rows: Sequence[Titled]) -> str:
    """Up to three projects by their titles; more are counted."""
    names = [quoted_title(row.title) for row in rows]
    if len(names) <= 3:
        return titles_joined(names)
    return _("%(first)s and %(rest)s others", first=names[0], rest=number(len(names) - 1))


def numbered(row: Titled) -> str:
    """A project as lists name it: its number on the ballot and its title."""
    return f"{row.number}. {isolated(row.title)}"


def of_pot(pot: Named, words: str) -> str:
    """Words about a pot; its name comes first where there are several."""
    return f"{isolated(pot.name)}: {words}" if pot.name else words


def headline(outcome: Outcome, projects: int, rows: Sequence[Given], write: Callable[[int | str], str]) -> str:
    """The whole result in one or two sentences, with what the steering group decided beside the count."""
    funded, spent = sum(row.gets > 0 for row in rows), sum(row.gets for row in rows)
    parts = sum(row.stands == "part-funded" for row in rows)
    said = funded_of(funded, projects) + " "
    budget = write(outcome.budget)
    if not funded:
        said += _("All of the %(budget)s is left over.", budget=budget)
    elif spent == outcome.budget:
        said += ngettext("It gets all of the %(budget)s.", "They get all of the %(budget)s.", funded, budget=budget)
    else:
        said += ngettext(
            "It gets %(spent)s of the %(budget)s.",
            "They get %(spent)s of the %(budget)s.",
            funded,
            spent=write(spent),
            budget=budget,
        )
    if parts:
        said += " " + ngettext("One of them is funded in part.", "%(num)s of them are funded in part.", parts)
    return said + _departed(sum(row.decided is not None for row in rows))


def _departed(decided: int) -> str:
    """That the steering group departed from the count, after a space; nothing where it did not."""
    if not decided:
        return ""
    return " " + ngettext(
        "For one project the steering group decided otherwise than the count.",
        "For %(num)s projects the steering group decided otherwise than the count.",
        decided,
    )


def funded_of(funded: int, projects: int) -> str:
    """ "4 of 7 projects are funded."."""
    if projects == 0:
        return _("There are no projects in this pot.")
    if projects == 1:
        return _("The only project is funded.") if funded else _("The only project is not funded.")
    if funded == 0:
        return _("None of the %(all)s projects is funded.", all=number(projects))
    if funded == projects:
        return (
            _("Both projects are funded.")
            if projects == 2
            else _("All %(all)s projects are funded.", all=number(projects))
        )
    return ngettext(
        "%(some)s of %(all)s projects is funded.",
        "%(some)s of %(all)s projects are funded.",
        funded,
        some=number(funded),
        all=number(projects),
    )


def decided_in_words(row: Decided) -> str:
    """ "Funded", "Funded in part", "Not funded" or "Withdrawn", by the count; and that the steering group decided otherwise."""
    if row.withdrawn:
        return _("Withdrawn")
    word = str(DECISIONS[row.decision])
    return _("%(funded)s by the count, decided otherwise", funded=word) if row.decided else word


def by_the_count(words: str, *, departed: bool) -> str:
    """Words about a count; that they are about it is said where the steering group departed from it."""
    return _("By the count: %(words)s", words=words) if departed else words


def withdrawn_of(rows: Sequence[Titled]) -> str:
    """Which projects were withdrawn, after a space; nothing where none was."""
    if not rows:
        return ""
    return " " + ngettext(
        "%(names)s was withdrawn and could not be funded.",
        "%(names)s were withdrawn and could not be funded.",
        len(rows),
        names=few(rows),
    )


def votes_or_points(support: int, *, points: bool) -> str:
    """ "1 vote", "1,214 points"."""
    if points:
        return ngettext("%(n)s point", "%(n)s points", support, n=number(support))
    return ngettext("%(n)s vote", "%(n)s votes", support, n=number(support))


def tie_sentence(tie: Tie, rulebook: Rulebook, name: Callable[[str], str]) -> str:
    """Who was level, what decided, and whether it mattered."""
    said = _("%(names)s were level.", names=titles_joined([name(id) for id in tie.projects])) + " "
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
