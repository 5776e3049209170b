"""How a matter that does not add up may be resolved: a choice from its list."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from pb.paper.rules.resolutions import CHOICES, ResolutionChoice, choices_of
from pb.web.fields import count_field
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: What two people may say, by matter and choice.
WORDS: dict[str, dict[str, Sentence]] = {
    "batch": {
        "explain:sent_out": _l("The papers were sent to voters, and those that are missing did not come back"),
        "explain:lent": _l("The papers were used at another voting session"),
        "explain:destroyed": _l("The papers were not used, and we have destroyed them"),
        "explain:lost": _l("The papers are lost"),
    },
    "surplus": {
        "count:not_recorded": _l("Count them: papers were issued and nobody recorded it"),
        "count:carried": _l("Count them: voters brought their papers from another session"),
        "leave_out:late": _l("Do not count them: they came after voting closed"),
        "leave_out:not_known": _l("Do not count them: nobody knows where they came from"),
    },
    "held": {
        "count:voter_was_there": _l("Count them: the team was there and saw the voters"),
        "leave_out:voted_again": _l("Do not count them: these voters were given another ballot"),
        "leave_out:late": _l("Do not count them: they came after voting closed"),
        "leave_out:not_known": _l("Do not count them: nobody knows who cast them"),
    },
    "to_send": {
        "explain:tablet_lost": _l("The tablet is lost. Any votes on it that were not sent are lost too"),
        "explain:tablet_broken": _l(
            "The tablet is broken and cannot send. Any votes on it that were not sent are lost"
        ),
    },
    "sum": {"explain:looked_into": _l("We have looked for the reason and cannot find it. The box can be opened")},
    "found": {
        "leave_out:found_on_the_way": _l("Found too late to be counted: on the way, in a car or a bag"),
        "leave_out:found_at_the_venue": _l("Found too late to be counted: at the venue"),
        "leave_out:found_at_the_office": _l("Found too late to be counted: at the office, among other papers"),
        "leave_out:brought_later": _l("Found too late to be counted: someone brought them later"),
    },
    "tablet": {"explain:stays_stopped": _l("We have looked into it. This tablet is stopped and stays stopped")},
    "venue": {
        "explain:looked_into": _l("We have looked into it. We will correct what is wrong on the page of the venue")
    },
    "heads": {
        "explain:as_on_paper": _l("It says what is on our sheet of paper. Use this number"),
        "leave_out:not_as_on_paper": _l("It is not what is on our sheet of paper. Do not use this number"),
    },
    "team": {
        "explain:as_on_paper": _l("These people were on the team"),
        "leave_out:not_as_on_paper": _l("These people were not on the team. Take them off"),
    },
    "account": {
        "explain:as_on_paper": _l("It says what is on our sheet of paper. Use these numbers"),
        "leave_out:not_as_on_paper": _l(
            "It is not what is on our sheet of paper. The team must submit the ballot paper account again"
        ),
    },
}


class FoundPapersForm(FlaskForm):
    """How many papers of a session were found too late, and where."""

    papers = count_field(
        _l("How many papers were found?"),
        _l("Enter how many papers were found. To take back what nobody has agreed to yet, enter 0."),
        _l("Only papers of this session. To take back what nobody has agreed to yet, enter 0."),
    )
    answer = RadioField(_l("Where were they?"), validators=[InputRequired(_l("Select where they were."))])

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self.answer.choices = [SelectChoice(each.key, WORDS["found"][each.key]) for each in CHOICES["found"]]

    @property
    def choice(self) -> ResolutionChoice:
        """What was chosen."""
        return next(each for each in CHOICES["found"] if each.key == self.answer.data)


class ResolutionForm(FlaskForm):
    """One choice for one matter; see ``pb.paper.rules.resolutions``."""

    answer = RadioField(
        _l("What should happen?"), validators=[InputRequired(_l("Select what should happen."))], choices=[]
    )

    def __init__(self, matter: str, *, is_for_post: bool = False, **more: object) -> None:
        """``is_for_post``: it is about papers that were made to be sent to voters."""
        super().__init__(**more)
        self.offered = choices_of(matter, is_for_post=is_for_post)
        self.answer.choices = [SelectChoice(choice.key, WORDS[matter][choice.key]) for choice in self.offered]

    @property
    def choice(self) -> ResolutionChoice:
        """What was chosen."""
        return next(each for each in self.offered if each.key == self.answer.data)
