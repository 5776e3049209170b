"""Forms of the check of the papers: the dice, and what somebody sees on a paper."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, ValidationError

from pb.pages.entry_words import ENTRY_WORDS
from pb.paper import queries
from pb.paper.models import Paper
from pb.paper.rules import PaperReading, UnreadableEntry, read_entry, read_serial
from pb.paper.rules.sentences import NO_SUCH_PAPER, NOT_A_SERIAL
from pb.practice import is_practice
from pb.results.actions.paper_checks import sight_error
from pb.results.queries.paper_checks import CheckState
from pb.results.rules.paper_checks import MISSING, dice_error, read_dice
from pb.results.rules.sentences import TYPISTS_DO_NOT_LOOK
from pb.voting.queries import FrozenBallot
from pb.words import lazy_gettext as _l


class DiceForm(FlaskForm):
    """What the dice showed."""

    digits = StringField(
        _l("What the dice showed, in the order they were rolled"),
        description=_l("Enter at least 20 digits from 1 to 6. You can put spaces between them."),
        validators=[InputRequired(_l("Enter what the dice showed."))],
    )

    def validate_digits(self, field: StringField) -> None:
        if sentence := dice_error(read_dice(field.data)):
            raise ValidationError(sentence)


class SightForm(FlaskForm):
    """One paper by the keyboard: its serial, then what it says. ``status``: what the answer says when it is refused."""

    serial = StringField(_l("Number on the paper"))
    entry = StringField()
    gone = BooleanField(_l("I cannot find this paper in its box"))
    paper: Paper
    reading: PaperReading

    def __init__(self, state: CheckState, account_id: int | None, ballot: FrozenBallot, **more: object) -> None:
        super().__init__(**more)
        self.state, self.account_id, self.ballot, self.status = state, account_id, ballot, 422
        self.entry.label.text = ENTRY_WORDS[ballot.ballot_type].label

    def validate_serial(self, field: StringField) -> None:
        serial = read_serial(field.data or "", practice=is_practice())
        if serial is None:
            raise ValidationError(str(NOT_A_SERIAL))
        paper = queries.paper_of(self.ballot.round_id, serial)
        if paper is None:
            raise ValidationError(str(NO_SUCH_PAPER))
        if said := sight_error(self.account_id, self.state, paper):
            self.status = 403 if said is TYPISTS_DO_NOT_LOOK else 422
            raise ValidationError(str(said))
        self.paper = paper

    def validate_entry(self, field: StringField) -> None:
        if self.gone.data:
            if (field.data or "").strip():
                raise ValidationError(_("Leave this empty if you cannot find the paper."))
            self.reading = PaperReading(kind=MISSING)
            return
        try:
            self.reading = read_entry(field.data or "", self.ballot.rules)
        except UnreadableEntry as unreadable:
            raise ValidationError(str(unreadable)) from unreadable
