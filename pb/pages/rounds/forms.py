"""The form of a round's settings."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    Field,
    Form,
    FormField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from pb.pages.rounds.groups_form import GroupsForm
from pb.rounds import queries
from pb.rounds.models import Round
from pb.rounds.rules import PLAIN_SETTINGS, Settings, settings_errors
from pb.rounds.rules.calendar import USUAL_MARGIN
from pb.rounds.rules.sentences import NAME_IS_TAKEN, NAME_THE_ROUND
from pb.rounds.rules.settings import ALIKE, MOST_ALIKE, MOST_POTS
from pb.web.fields import IdField, Lines, MomentField, MoneyField, WholeNumberField
from pb.words import lazy_gettext as _l


def _choices(**words: Any) -> list[SelectChoice]:
    return [SelectChoice(value.replace("_", "-"), label) for value, label in words.items()]


def _moment(label: Any, missing: Any, description: Any = "") -> MomentField:
    return MomentField(label, [InputRequired(missing)], description=description)


RULE_HINTS = {
    "most-votes": _l("The simplest rule. If a project costs more than what is left, it is skipped."),
    "most-votes-stop": _l(
        "The list ends at the first project there is not enough money for, even if a later project costs less."
    ),
    "votes-per-pound": _l("Small projects get a better chance."),
    "equal-shares-add1-greedy": _l(
        "Every voter has the same share of the pot. Smaller groups of voters get something too."
    ),
}


class PotForm(Form):
    """One pot: its name (empty where the round has only one) and its money."""

    pot = IdField()
    name = StringField(_l("Name of the pot"), [Optional()])
    amount = MoneyField(_l("Money in the pot"))

    def process(self, *typed: Any, **stored: Any) -> None:
        at = self._prefix.strip("-").rpartition("-")[2]  # before anything is read: its errors have the label in them
        if at != "0":
            self.amount.label.text = _("Money in pot %(number)s", number=int(at) + 1)
        super().process(*typed, **stored)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.name.data and self.amount.data is None:
            self.amount.errors = [_("Enter how much money is in the pot “%(name)s”.", name=self.name.data)]
            return False
        return good


class RoundForm(GroupsForm):
    """Everything that a coordinator says about a round. ``settings`` is what the action takes."""

    name = StringField(
        _l("Name of the round"),
        [InputRequired(NAME_THE_ROUND)],
        description=_l("For example, Spring 2026"),
    )
    pots = Lines(FormField(PotForm), _l("Pots of money"), min_entries=4, max_entries=MOST_POTS)
    ceiling_pence = MoneyField(
        _l("The most one group can ask for"), [InputRequired(_l("Enter the most one group can ask for."))]
    )
    applications_open_at = _moment(_l("Applications open"), _l("Enter when applications open."))
    applications_close_at = _moment(_l("Applications close"), _l("Enter when applications close."))
    voting_opens_at = _moment(_l("Voting opens"), _l("Enter when voting opens."))
    voting_closes_at = _moment(_l("Voting closes"), _l("Enter when voting closes."))
    post_closes_at = _moment(
        _l("Postal votes must arrive by"),
        _l("Enter by when postal votes must arrive."),
        _l("Choose some days after voting closes, so that letters have time to arrive."),
    )
    grace_minutes = WholeNumberField(
        _l("Extra minutes to finish"),
        _l("Enter how many extra minutes voters get to finish, from 0 to 60."),
        hint=_l(
            "If a voter has their ballot open on a screen when voting closes, they get this many more minutes to "
            "cast it. A group gets the same to finish an application that it began in time. From 0 to 60."
        ),
        default=15,
    )
    min_choices = WholeNumberField(
        _l("Fewest projects a voter can choose"), _l("Enter the fewest projects a voter can choose."), default=1
    )
    max_choices = WholeNumberField(
        _l("Most projects a voter can choose"), _l("Enter the most projects a voter can choose."), default=3
    )
    rule = RadioField(
        _l("How are the votes counted?"),
        default="most-votes",
        choices=_choices(
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
        default="cost-then-lot",
        choices=_choices(
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
        hint=_l("If there is no minimum, enter 0."),
        default=0,
    )
    age_declaration = StringField(
        _l("Who can vote: age"),
        default=_l("I am 60 or over."),
        description=_l("The voter must confirm this sentence before voting."),
    )
    area_declaration = StringField(_l("Who can vote: area"), description=_l("For example, I live in this city."))
    entitlement = RadioField(
        _l("How do people show they can vote at a session?"),
        default="code",
        choices=_choices(
            code=_l("Everyone needs a voting card"),
            vouch=_l("The facilitator checks and lets people vote"),
        ),
    )
    session_margin_minutes = WholeNumberField(
        _l("Minutes to spare before and after a session"),
        _l("Enter how many minutes before and after a session ballots can be opened, from 0 to 120."),
        hint=_l(
            "How many minutes before a session starts, and after it ends, ballots can be opened on its tablets. "
            "From 0 to 120."
        ),
        default=USUAL_MARGIN,
    )
    signatures_needed = WholeNumberField(
        _l("How many steering group members must sign the result"),
        _l("Enter how many steering group members must sign the result, from 2 to 10."),
        default=2,
    )
    key_custody = RadioField(
        _l("Who keeps the key of the ballot box?"),
        default="folder",
        choices=_choices(
            folder=_l("The program, with a recovery sheet for the safe"),
            shares=_l("Steering group members, each with a sheet of words. Any two of them can open the ballot box."),
        ),
    )
    least_alike = WholeNumberField(
        _l("How many ballots must be alike before their choices are published?"),
        ALIKE,
        1,
        MOST_ALIKE,
        _l(
            "1 publishes every ballot, so that anyone can count again. A higher number keeps unusual ballots back, so "
            "that nobody can use one to show how they voted. Then two steering group members count all the ballots "
            "again, and the result names them."
        ),
        default=1,
    )
    assessed_by_two = BooleanField(
        _l("Decisions on applications are made by two people"),
        default=True,
        description=_l(
            "One steering group member proposes a decision and another must agree before it counts. Once they have "
            "begun, this cannot be switched off."
        ),
    )
    projects_public = BooleanField(
        _l("Everyone can read the projects as soon as the ballot is frozen"),
        default=True,
        description=_l(
            "There is a page for each project, with its number, picture, text and cost. It never names the group. If you "
            "switch this off, the pages open with the result."
        ),
    )
    criteria = TextAreaField(
        _l("What must be true of every application?"),
        [Optional()],
        description=_l("Put one sentence on each line. The steering group will answer yes or no to each one."),
    )

    def __init__(self, round_: Round | None = None, **kwargs: Any) -> None:
        values = queries.round_as_edited(round_) if round_ else _words_of_the_last_round()
        super().__init__(data=values, **kwargs)
        self.edits(values if round_ else {})
        self.round_id, self.of_round = round_.id if round_ else None, round_

    def validate_name(self, field: Field) -> None:
        if queries.name_is_taken(field.data, besides=self.round_id):
            raise ValidationError(NAME_IS_TAKEN)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        settings = self.settings
        wrong = settings_errors(settings, queries.carried_into(self.of_round, settings) if self.of_round else ())
        for name, sentence in wrong.items():
            field = self.pots[0].form.amount if name == "pots" else self[name]
            field.errors = [str(sentence)]
        self.pots.errors = [row.errors for row in self.pots.entries if row.errors]  # as its own validation does
        return not wrong

    @property
    def settings(self) -> Settings:
        """What was typed, for a form that holds."""
        plain = {name: self[name].data for name in PLAIN_SETTINGS if name in self}
        rows = [row.form for row in self.pots if row.form.amount.data is not None]
        pots = tuple((row.name.data or "", row.amount.data) for row in rows)
        ids = tuple(row.pot.data for row in rows)
        plain["least_alike"] = plain["least_alike"] if plain["least_alike"] != 1 else None
        lines = tuple(line.strip(" -•\t") for line in (self.criteria.data or "").splitlines())
        return Settings(**plain, pots=pots, pot_ids=ids, criteria=tuple(dict.fromkeys(line for line in lines if line)))


def _words_of_the_last_round() -> dict[str, Any]:
    """Who can vote hardly changes from round to round, and nobody but the programme knows its area."""
    last = next(iter(queries.newest_first()), None)
    return (
        {"age_declaration": last.age_declaration, "area_declaration": last.area_declaration}
        if last and last.age_declaration
        else {}
    )
