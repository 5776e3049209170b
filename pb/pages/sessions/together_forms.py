"""What is changed of several sessions together: one form for each kind of change."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from pb.people.queries import people_in
from pb.roles import FACILITATOR
from pb.typed_times import NotATime, TypedTime, asks_which_half, time_of_day
from pb.unicode_text import tidy
from pb.venues.rules.sentences import ENTER_A_TIME, EVERYONE_READS_THIS, WHY_CANCELLED
from pb.venues.rules.together import SessionChange, SessionChangeKind
from pb.web.fields import WholeNumberField, at_most
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: What each kind is called where it is chosen.
NAMES: dict[SessionChangeKind, Sentence] = {
    SessionChangeKind.MOVE: _l("Move them to another day or time"),
    SessionChangeKind.TIMES: _l("Set when they start or end"),
    SessionChangeKind.TEAM: _l("Change who is on the team"),
    SessionChangeKind.NOTE: _l("Change the note that everyone reads"),
    SessionChangeKind.CANCEL: _l("Cancel them"),
}


class MoveForm(FlaskForm):
    """By how much, and in which direction."""

    way = RadioField(
        _l("Which way?"),
        choices=[SelectChoice("later", _l("Later")), SelectChoice("earlier", _l("Earlier"))],
        validators=[DataRequired(_l("Choose later or earlier."))],
    )
    days = WholeNumberField(_l("How many days?"), _l("Days must be a number from 0 to 60."), 0, 60, empty=True)
    minutes = WholeNumberField(
        _l("How many minutes?"),
        _l("Minutes must be a number from 0 to 720."),
        0,
        720,
        _l("For example, 30"),
        empty=True,
    )

    def validate_minutes(self, field: Field) -> None:
        if not (self.days.data or field.data or self.days.errors):
            raise ValidationError(_l("Enter how many days or minutes to move the sessions by."))

    @property
    def change(self) -> SessionChange:
        turn = -1 if self.way.data == "earlier" else 1
        return SessionChange(
            SessionChangeKind.MOVE, days=turn * (self.days.data or 0), minutes=turn * (self.minutes.data or 0)
        )


class TimesForm(FlaskForm):
    """From when until when, on the same days."""

    starts = StringField(
        _l("When do they start?"), description=_l("For example, 10am. Leave it empty to keep each as it is.")
    )
    ends = StringField(
        _l("When do they end?"), description=_l("For example, 1.30pm. Leave it empty to keep each as it is.")
    )

    def validate_starts(self, field: Field) -> None:
        _typed(field)

    def validate_ends(self, field: Field) -> None:
        if not _typed(field) and not tidy(self.starts.data or ""):
            raise ValidationError(_l("Enter when the sessions start or end."))

    @property
    def change(self) -> SessionChange:
        return SessionChange(SessionChangeKind.TIMES, starts=_typed(self.starts), ends=_typed(self.ends))


def _typed(field: Field) -> TypedTime | None:
    typed = tidy(field.data or "")
    if not typed:
        return None
    try:
        at = time_of_day(typed)
    except NotATime as wrong:
        raise ValidationError(wrong.why or ENTER_A_TIME) from wrong
    if at.is_asked:
        raise ValidationError(asks_which_half(typed, at))
    return at


class TeamForm(FlaskForm):
    """Who comes to each team, and who leaves it."""

    joins = SelectMultipleField(_l("Who joins each team?"), coerce=int)
    leaves = SelectMultipleField(_l("Who leaves each team?"), coerce=int)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        people = [SelectChoice(person.id, person.name) for person in people_in(FACILITATOR)]
        self.joins.choices = self.leaves.choices = people

    def validate_leaves(self, field: Field) -> None:
        joins = set(self.joins.data or ())
        if not joins and not field.data:
            raise ValidationError(_l("Choose who joins or leaves."))
        if joins & set(field.data or ()):
            raise ValidationError(_l("Nobody can join and leave at once. Choose one of the two."))

    @property
    def change(self) -> SessionChange:
        return SessionChange(
            SessionChangeKind.TEAM, joins=frozenset(self.joins.data or ()), leaves=frozenset(self.leaves.data or ())
        )


class NoteForm(FlaskForm):
    """The note of each; an empty one takes it away."""

    note = StringField(
        _l("What does everyone who comes need to know?"),
        [at_most(300)],
        description=_l("For example, “Use the side door”. Leave it empty to take away the notes that are there."),
    )

    @property
    def change(self) -> SessionChange:
        return SessionChange(SessionChangeKind.NOTE, note=self.note.data or "")


class CancelTogetherForm(FlaskForm):
    """Why they are cancelled."""

    reason = StringField(
        _l("Why are the sessions being cancelled?"),
        [DataRequired(WHY_CANCELLED), at_most(300)],
        description=EVERYONE_READS_THIS,
    )

    @property
    def change(self) -> SessionChange:
        return SessionChange(SessionChangeKind.CANCEL, reason=tidy(self.reason.data or ""))


FORMS: dict[SessionChangeKind, type[FlaskForm]] = {
    SessionChangeKind.MOVE: MoveForm,
    SessionChangeKind.TIMES: TimesForm,
    SessionChangeKind.TEAM: TeamForm,
    SessionChangeKind.NOTE: NoteForm,
    SessionChangeKind.CANCEL: CancelTogetherForm,
}
