"""The forms of a round's settings, one for each section."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Field, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired

from pb.pages.rounds.applications_form import ApplicationsForm
from pb.pages.rounds.ballot_form import BallotForm
from pb.pages.rounds.money_form import MoneyForm
from pb.pages.rounds.section_form import SectionForm, choices_of
from pb.rounds import queries
from pb.rounds.rules.sentences import (
    NAME_IS_TAKEN,
    NAME_THE_ROUND,
    POST_MUST_ARRIVE,
    WHEN_POST_MUST_ARRIVE,
    WHEN_VOTING_CLOSES,
)
from pb.rounds.rules.settings import ALIKE, MOST_ALIKE, Settings
from pb.web.fields import MomentField, WholeNumberField
from pb.words import lazy_gettext as _l


def _moment(label: Any, missing: Any, description: Any = "", *, begins: bool = False) -> MomentField:
    return MomentField(label, [InputRequired(missing)], description=description, begins=begins)


class NameForm(SectionForm):
    """What the round is called."""

    name = StringField(
        _l("Name of the round"),
        [InputRequired(NAME_THE_ROUND)],
        description=_l("For example, Spring 2026"),
    )

    def validate_name(self, field: Field) -> None:
        if queries.round_name_is_taken(field.data, besides=self.round_id):
            raise ValidationError(NAME_IS_TAKEN)


class DatesForm(SectionForm):
    """When groups apply, and when people vote."""

    applications_open_at = _moment(_l("Applications open"), _l("Enter when applications open."), begins=True)
    applications_close_at = _moment(_l("Applications close"), _l("Enter when applications close."))
    voting_opens_at = _moment(_l("Voting opens"), _l("Enter when voting opens."), begins=True)
    voting_closes_at = _moment(_l("Voting closes"), WHEN_VOTING_CLOSES)
    post_closes_at = _moment(
        POST_MUST_ARRIVE,
        WHEN_POST_MUST_ARRIVE,
        _l("Choose some days after voting closes, so that letters have time to arrive."),
    )
    grace_minutes = WholeNumberField(
        _l("Extra minutes to finish"),
        _l("Enter how many extra minutes voters get to finish, from 0 to 60."),
        hint=_l(
            "If a voter has their ballot open on a screen when voting closes, they get this many more minutes to "
            "cast it. A group gets the same to finish an application that it began in time. From 0 to 60."
        ),
        default=Settings.grace_minutes,
    )


class VotersForm(SectionForm):
    """Who can vote, and how they show it."""

    age_declaration = StringField(
        _l("Who can vote: age"),
        default=_l("I am 60 or over."),
        description=_l("The voter must confirm this sentence before voting."),
    )
    area_declaration = StringField(_l("Who can vote: area"), description=_l("For example, I live in this city."))
    entitlement = RadioField(
        _l("How do people show they can vote at a session?"),
        default=Settings.entitlement,
        choices=choices_of(
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
        default=Settings.session_margin_minutes,
    )


class SigningForm(SectionForm):
    """Who signs the result, and who keeps the key of the ballot box."""

    signatures_needed = WholeNumberField(
        _l("How many steering group members must sign the result"),
        _l("Enter how many steering group members must sign the result, from 2 to 10."),
        default=Settings.signatures_needed,
    )
    papers_checked = BooleanField(
        _l("Two people look at papers again before the result is signed"),
        default=Settings.papers_checked,
        description=_l(
            "Up to 400 papers they look at all of them. Of more, dice choose some. The result says what they found. If you switch "
            "this off, the result says that the papers were not checked again."
        ),
    )
    key_custody = RadioField(
        _l("Who keeps the key of the ballot box?"),
        default=Settings.key_custody,
        choices=choices_of(
            folder=_l("The program, with a recovery sheet for the safe"),
            shares=_l("Steering group members, each with a sheet of words. Any two of them can open the ballot box."),
        ),
    )


class PublicationForm(SectionForm):
    """What everyone can read, and when."""

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
    projects_public = BooleanField(
        _l("Everyone can read the projects as soon as the ballot is frozen"),
        default=Settings.projects_public,
        description=_l(
            "There is a page for each project, with its number, picture, text and cost. It never names the group. If you "
            "switch this off, the pages open with the result."
        ),
    )

    def said(self) -> dict[str, Any]:
        alike = self.least_alike.data
        return super().said() | {"least_alike": alike if alike != 1 else None}


#: By the names of the sections (``pb.rounds.rules.sections``).
FORMS: dict[str, type[SectionForm]] = {
    "name": NameForm,
    "money": MoneyForm,
    "dates": DatesForm,
    "applications": ApplicationsForm,
    "voters": VotersForm,
    "ballot": BallotForm,
    "signing": SigningForm,
    "publication": PublicationForm,
}


def field_of(setting: str) -> Any:
    """The field in which a setting is changed, as its form declares it; None where no form shows it."""
    return next((getattr(form, setting) for form in FORMS.values() if hasattr(form, setting)), None)
