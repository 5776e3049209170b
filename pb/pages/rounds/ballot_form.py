"""What voters do on the ballot, and how it is counted: a section of the settings."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Form, FormField, RadioField

from pb.pages.rounds.section_form import SectionForm, choices_of
from pb.rounds import queries
from pb.rounds.models import Round
from pb.rounds.rules.pot_numbers import MOST_CHOICES, pot_number_faults
from pb.rounds.rules.sentences import POINTS_FROM_2
from pb.rounds.rules.settings import FEWEST_POINTS, MOST_POINTS, OUT_OF_RANGE, Settings
from pb.web.fields import IdField, LinesField, WholeNumberField
from pb.words import Sentence
from pb.words import lazy_gettext as _l

TYPE_HINTS = {
    "choose": _l("They press the projects they want. It is the easiest to explain, and suits most rounds."),
    "budget": _l(
        "What they choose must fit into the money of the pot. It suits projects that cost very different amounts."
    ),
    "points": _l("They give a project one point or more with − and +. It suits a few large projects."),
    "rank": _l("They press their favourite first, then the next. It suits a short list."),
    "score": _l("Each project they like gets from 1 to 5 points, whatever the others got. It suits a short list."),
}
RULE_HINTS = {
    "most-votes": _l("The simplest rule. If a project costs more than what is left, it is skipped."),
    "most-votes-stop": _l(
        "The list ends at the first project there is not enough money for, even if a later project costs less."
    ),
    "votes-per-pound": _l("Small projects get a better chance."),
    "equal-shares-add1-greedy": _l(
        "Every voter has the same share of the pot. Smaller groups of voters get something too."
    ),
    "equal-shares-add1": _l(
        "The same shares, which grow step by step as long as everything fits the pot. Some money is often left."
    ),
    "equal-shares": _l("Only what the shares can pay for is funded. A lot of money can be left."),
    "phragmen": _l(
        "All voters save up at the same speed. A project is funded as soon as its voters have saved what it costs."
    ),
}


class PotChoicesForm(Form):
    """How many projects of one pot a voter chooses; empty where the pot has no numbers of its own."""

    pot = IdField()
    least = WholeNumberField(_l("Fewest projects"), OUT_OF_RANGE, 0, MOST_CHOICES, empty=True)
    most = WholeNumberField(_l("Most projects"), OUT_OF_RANGE, 0, MOST_CHOICES, empty=True)


class BallotForm(SectionForm):
    """What voters do, how many projects they choose, and how the votes are counted."""

    ballot_type = RadioField(
        _l("What do voters do?"),
        default=Settings.ballot_type,
        choices=choices_of(
            choose=_l("Choose projects"),
            budget=_l("Spend the money"),
            points=_l("Share out points"),
            rank=_l("Put projects in order"),
            score=_l("Give each project a score"),
        ),
    )
    points_to_share = WholeNumberField(
        _l("Points to share out"),
        POINTS_FROM_2,
        FEWEST_POINTS,
        MOST_POINTS,
        _l("Only used if voters share out points. From 2 to 100."),
        default=Settings.points_to_share,
    )
    min_choices = WholeNumberField(
        _l("Fewest projects a voter can choose"),
        _l("Enter the fewest projects a voter can choose."),
        default=Settings.min_choices,
    )
    max_choices = WholeNumberField(
        _l("Most projects a voter can choose"),
        _l("Enter the most projects a voter can choose."),
        default=Settings.max_choices,
    )
    any_number = BooleanField(
        _l("A voter can choose as many projects as they like"),
        default=Settings.any_number,
        description=_l("If you tick this, the number above is not used."),
    )
    pot_choices = LinesField(FormField(PotChoicesForm), _l("Numbers for each pot"))
    rotation = BooleanField(
        _l("List the projects in different orders"),
        default=Settings.rotation,
        description=_l(
            "Projects at the top of a list get more votes. With this, each project comes first on the same number of lists. Its "
            "number never changes."
        ),
    )
    rule = RadioField(
        _l("How are the votes counted?"),
        default=Settings.rule,
        choices=choices_of(
            most_votes=_l("Most votes first, skipping projects that no longer fit"),
            most_votes_stop=_l("Most votes first, stopping at the first project that no longer fits"),
            votes_per_pound=_l("Most votes for each pound first"),
            equal_shares_add1_greedy=_l("Equal shares, then most votes first"),
            equal_shares_add1=_l("Equal shares, with shares that grow"),
            equal_shares=_l("Equal shares only"),
            phragmen=_l("Sequential Phragmén"),
        ),
    )
    tie_rule = RadioField(
        _l("When two projects are level"),
        default=Settings.tie_rule,
        choices=choices_of(
            cost_then_lot=_l("The project that costs less goes first, then the lot decides"),
            lot=_l("The lot decides"),
        ),
    )
    part_funding = BooleanField(
        _l("The next project may get part of its money"),
        description=_l("Only if what is left covers the smallest amount the group can work with."),
    )
    min_support_votes = WholeNumberField(
        _l("Minimum votes for a project"),
        _l("Enter the minimum votes for a project. If there is no minimum, enter 0."),
        hint=_l("If there is no minimum, enter 0. Where voters give points or places, this is a number of points."),
        default=Settings.min_support_votes,
    )

    def belongs_to(self, round_: Round, section: str) -> None:
        """A row for each pot that the round has now, in their order: what was typed may be of a day with other pots."""
        super().belongs_to(round_, section)
        typed = {row.form.pot.data: row for row in self.pot_choices}
        numbers = queries.pot_numbers_as_edited(round_)
        rows = [typed.get(each["pot"]) or self.pot_choices.append_entry(each) for each in numbers]
        self.pot_choices.entries[:] = rows

    @property
    def numbers_of_pots(self) -> list[tuple[Any, str]]:
        """The numbers of each pot, with its name; nothing where the round has one pot."""
        pots = self.round_.pots if self.round_ else []
        return [(row.form, pot.name) for row, pot in zip(self.pot_choices, pots, strict=False)]

    def said(self) -> dict[str, Any]:
        there = [(row.form.least.data, row.form.most.data) for row in self.pot_choices]
        numbers = tuple(None if None in each else each for each in there)
        is_empty = all(each == (None, None) for each in there)
        return super().said() | {"pot_choices": () if is_empty else numbers}

    def show(self, name: str, sentence: Sentence) -> None:
        if name == "pot_choices":
            rows = [row.form for row in self.pot_choices]
            faults = pot_number_faults(self.settings)
            half = [at for at, row in enumerate(rows) if row.most.data is None and row.least.data is not None]
            self.show_at_pots(
                name, rows, [each._replace(asked="most") if each.place in half else each for each in faults]
            )
        else:
            super().show(name, sentence)
