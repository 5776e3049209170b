"""Forms of the paper desk."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from pb.pages.entry_words import ENTRY_WORDS, ruling_reasons
from pb.paper import queries
from pb.paper.actions.entries import entry_error, has_typed, is_from_elsewhere
from pb.paper.actions.rulings import counting_error, left_open_error
from pb.paper.models import BallotPaperAccount, Bundle, Paper
from pb.paper.queries import PaperStatus
from pb.paper.rules import PaperReading, RuledReading, UnreadableEntry, read_entry, read_serial
from pb.paper.rules.papers import MOST_PAPERS
from pb.paper.rules.rulings import LOOK_AT_THE_PAPER
from pb.paper.rules.seals_and_help import LONGEST_SEAL, READ_SEAL_AGAIN, seal_error, seal_number
from pb.paper.rules.sentences import DESCRIBE_IT, HOW_MANY_COUNTED, NO_SUCH_PAPER, NOT_A_SERIAL
from pb.practice import is_practice
from pb.voting.queries import FrozenBallot
from pb.web.fields import ChooseField, WholeNumberField, at_most, count_field
from pb.words import lazy_gettext as _l

#: What a form says instead of the number of a session.
FOR_POST, AS_SPARES = 0, -1


class PrintForm(FlaskForm):
    """How many papers, for which session, for post or as spares. ``choices``: (session id, its name)."""

    session_id = ChooseField(_l("Which session are the papers for?"), _l("Choose which session the papers are for."))
    how_many = WholeNumberField(
        _l("How many papers do you need?"),
        _l("Enter how many papers to print, from 1 to %(most)s.", most=f"{MOST_PAPERS:,}"),
        1,
        MOST_PAPERS,
    )

    def __init__(self, sessions: list[tuple[int, str]], **more: object) -> None:
        super().__init__(**more)
        others = ((FOR_POST, _("Papers for postal voting")), (AS_SPARES, _("Spare papers, for any session")))
        self.session_id.offer((*sessions, *others))


class SeveralForm(FlaskForm):
    """How many papers each of several sessions needs; a field that is left empty asks for none."""

    fields: dict[int, str] = {}

    @classmethod
    def of(cls, sessions: dict[int, str]) -> type[SeveralForm]:
        """A form with a number for each of these: {session id: its name}."""
        wrong = _("Enter how many papers to print, from 1 to %(most)s, or leave it empty.", most=f"{MOST_PAPERS:,}")
        names = {id_: f"papers_{id_}" for id_ in sessions}
        numbers = {
            names[id_]: WholeNumberField(name, wrong, 1, MOST_PAPERS, empty=True) for id_, name in sessions.items()
        }
        return type("_SeveralForm", (cls,), {**numbers, "fields": names})

    @property
    def wanted(self) -> dict[int, int]:
        """How many papers each of them needs, by session id."""
        return {id_: self[name].data for id_, name in self.fields.items() if self[name].data}

    def validate(self, extra_validators: object = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.fields and not self.wanted:
            self[next(iter(self.fields.values()))].errors = [_("Enter how many papers at least one session needs.")]
        return good and bool(self.wanted)


class CountForm(FlaskForm):
    """The papers of a box, counted."""

    papers = count_field(
        _l("Papers you counted"),
        HOW_MANY_COUNTED,
        _l("Count every paper, including blank and doubtful ones."),
    )
    reason = TextAreaField(
        _l("If this is not the number in the ballot paper account, explain why"), validators=[at_most(500)]
    )
    seal = StringField(
        _l("Number on the seal"),
        description=_l("Read it from the box. If there is no seal, leave this empty."),
        validators=[at_most(LONGEST_SEAL)],
    )
    seal_reason = TextAreaField(_l("If it is another seal, or there is none, explain why"), validators=[at_most(500)])

    def __init__(self, account: BallotPaperAccount | None, read_before: str | None = None, **more: object) -> None:
        """``account``: of a box whose seal is to be read; ``read_before``: what the first person read on it."""
        super().__init__(**more)
        self.written, self.read_before = account.seal if account else None, read_before
        if self.written is None:
            del self.seal, self.seal_reason

    def validate_seal(self, field: StringField) -> None:
        if self.read_before is not None and seal_number(field.data or "") == self.read_before:
            return  # who read it first has said why
        if said := seal_error(field.data or "", self.written, self.seal_reason.data):
            raise ValidationError(f"{said} {READ_SEAL_AGAIN}")

    @property
    def said_of_seal(self) -> dict[str, str]:
        """What was read on the seal, and why it is another one."""
        if self.written is None:
            return {}
        return {"seal": self.seal.data or "", "seal_reason": self.seal_reason.data or ""}


class CountAgainForm(FlaskForm):
    """The papers of a bundle, counted again."""

    papers = count_field(
        _l("Papers you counted now"),
        HOW_MANY_COUNTED,
        _l("Count every sheet in the bundle, including those that were set aside."),
    )


class EntryForm(FlaskForm):
    """One paper typed by the keyboard: its serial, then what it says. ``status``: what the answer says when it is
    refused.
    """

    serial = StringField(_l("Number on the paper"))
    entry = StringField()
    number_is_right = BooleanField(_l("The number is right: this paper was printed for another session or for post"))
    paper: Paper
    reading: PaperReading

    def __init__(
        self, bundle: Bundle, pass_number: int, account_id: int | None, ballot: FrozenBallot, **more: object
    ) -> None:
        super().__init__(**more)
        self.bundle, self.pass_number, self.account_id, self.ballot = bundle, pass_number, account_id, ballot
        self.entry.label.text = ENTRY_WORDS[ballot.ballot_type].label
        self.status = 422
        self.asks_about_number = False

    def validate_serial(self, field: StringField) -> None:
        serial = read_serial(field.data or "", practice=is_practice())
        if serial is None:
            raise ValidationError(str(NOT_A_SERIAL))
        paper = queries.paper_of(self.bundle.round_id, serial)
        if paper is None:
            raise ValidationError(str(NO_SUCH_PAPER))
        self.asks_about_number = is_from_elsewhere(self.bundle, paper)
        if said := entry_error(
            self.account_id, self.bundle, self.pass_number, paper, number_is_right=self.number_is_right.data
        ):
            self.status = 403 if has_typed(self.account_id, paper) else 422
            raise ValidationError(said)
        self.paper = paper

    def validate_entry(self, field: StringField) -> None:
        try:
            self.reading = read_entry(field.data or "", self.ballot.rules)
        except UnreadableEntry as unreadable:
            raise ValidationError(str(unreadable)) from unreadable


class LookForm(FlaskForm):
    """A third person types one paper that two others read differently."""

    entry = StringField()
    reading: PaperReading

    def __init__(self, ballot: FrozenBallot, **more: object) -> None:
        super().__init__(**more)
        self.ballot = ballot
        self.entry.label.text = ENTRY_WORDS[ballot.ballot_type].label

    validate_entry = EntryForm.validate_entry


class RulingForm(FlaskForm):
    """The ruling on a doubtful paper, by ``me``."""

    reason = RadioField(
        _l("What is wrong with this paper?"),
        validators=[InputRequired(_l("Select what is wrong with this paper."))],
    )
    counts = RadioField(
        _l("Should this paper count?"),
        choices=[
            SelectChoice("no", _l("No, it does not count")),
            SelectChoice("yes", _l("Yes, it counts as written below")),
        ],
        validators=[InputRequired(_l("Select whether this paper should count."))],
    )
    entry = StringField(_l("What it counts as"))
    reading: PaperReading | None = None

    def __init__(self, ballot: FrozenBallot, paper_status: PaperStatus, me: int | None, **more: object) -> None:
        super().__init__(**more)
        self.ballot, self.paper_status = ballot, paper_status
        self.reason.choices = [
            SelectChoice(reason, words)
            for reason, words in ruling_reasons(ballot.ballot_type)
            if reason != "typed_wrong" or me not in paper_status.typists
        ]
        example, meaning = ENTRY_WORDS[ballot.ballot_type].keys[0]
        self.entry.description = _(
            "Only if the paper counts. For example, %(example)s (%(meaning)s)", example=example, meaning=meaning
        )

    def validate_entry(self, field: StringField) -> None:
        if self.counts.data != "yes":
            return
        try:
            self.reading = read_entry(field.data or "", self.ballot.rules)
        except UnreadableEntry as unreadable:
            raise ValidationError(str(unreadable)) from unreadable
        if self.reading.kind:
            raise ValidationError(_("Enter what the paper counts as."))
        if said := counting_error(self.ballot, self.reading):
            raise ValidationError(said)

    def validate(self, extra_validators: object = None) -> bool:
        """Also that the rule of the round leaves it open: said beside the reason."""
        if not super().validate(extra_validators):
            return False
        said = left_open_error(self.ballot, self.paper_status, RuledReading(self.reason.data, self.reading))
        if said:
            self.reason.errors = [f"{said} {LOOK_AT_THE_PAPER}"]
        return said is None


class StrayForm(FlaskForm):
    """What a sheet is that has no number of ours."""

    description = StringField(
        _l("What is the sheet?"),
        validators=[InputRequired(DESCRIBE_IT), at_most(200)],
    )


class RemoveEntryForm(FlaskForm):
    """Why an entry is removed."""

    reason = StringField(
        _l("Describe it in a few words"),
        validators=[InputRequired(DESCRIBE_IT), at_most(200)],
    )
