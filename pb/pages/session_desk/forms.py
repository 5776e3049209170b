"""What facilitators type at a session besides cards: the PINs of a kiosk, the ballot paper account."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from pb.pages.edits import EditForm
from pb.paper.queries import facts_of_sessions, heads_of
from pb.paper.queries.ballot_paper_accounts import account_as_edited
from pb.paper.rules import PaperCounts
from pb.paper.rules.seals_and_help import LONGEST_SEAL, NO_SEAL, SEAL_MISSING, HelpGiven, seal_is_missing
from pb.unicode_text import tidy
from pb.venues.models import VotingSession
from pb.venues.rules.heads import Heads, head_counter_error
from pb.voting.actions import public_key_error
from pb.voting.rules.pins import LONGEST, SHORTEST, one_pin_error, pin_error
from pb.voting.rules.sentences import ENTER_PIN_FOR_NEXT_VOTER, ENTER_PIN_TO_END, PIN_FOR_NEXT_VOTER, PIN_TO_END
from pb.web.fields import WholeNumberField, at_most, count_field, pin_field
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class PairForm(FlaskForm):
    """A name for the device, its two PINs, and the public half of the key that its browser has made."""

    name = StringField(
        _l("Name for this device"),
        description=_l("For example, Tablet 1. It is shown on the session’s page."),
        validators=[InputRequired(_l("Enter a short name for the device.")), at_most(40)],
    )
    next_pin = pin_field(
        PIN_FOR_NEXT_VOTER,
        ENTER_PIN_FOR_NEXT_VOTER,
        _l("%(least)s to %(most)s numbers. You enter it for each voter.", least=SHORTEST, most=LONGEST),
        LONGEST,
    )
    leave_pin = pin_field(
        PIN_TO_END,
        ENTER_PIN_TO_END,
        _l(
            "%(least)s to %(most)s numbers. It must be different from the first PIN. Only the team should know it.",
            least=SHORTEST,
            most=LONGEST,
        ),
        LONGEST,
    )

    public_key = HiddenField()

    def validate_public_key(self, field: HiddenField) -> None:
        if sentence := public_key_error(field.data or ""):
            raise ValidationError(sentence)

    def validate_next_pin(self, field: PasswordField) -> None:
        if sentence := one_pin_error(field.data or ""):
            raise ValidationError(sentence)

    def validate_leave_pin(self, field: PasswordField) -> None:
        """Also that they differ: the second is the one to change."""
        next_pin, leave_pin = self.next_pin.data or "", field.data or ""
        if sentence := one_pin_error(leave_pin):
            raise ValidationError(sentence)
        if not one_pin_error(next_pin) and (sentence := pin_error(next_pin, leave_pin)):
            raise ValidationError(sentence)


def _help_field(label: Sentence) -> WholeNumberField:
    """How many voters had help of one kind; empty: none."""
    return WholeNumberField(
        label, _l("Enter a whole number, or leave this empty if there were none."), 0, 100_000, empty=True
    )


class AccountForm(EditForm):
    """The ballot paper account of a session. The numbers must add up, or a reason says why they do not.

    ``opened_by``: names of those who may not have counted the voters. ``heads_counted``: who did, and how many.
    """

    received = count_field(
        _l("Papers received"),
        _l("Enter how many papers you received. If there were none, enter 0."),
        _l(
            "Blank papers you brought to the session. Count them before it starts. Add papers that were brought later, and take "
            "off papers that you lent or gave back."
        ),
    )
    issued = count_field(
        _l("Papers issued"),
        _l("Enter how many papers you issued. If there were none, enter 0."),
        _l("Every paper you gave to a voter. Include the new papers you gave in place of spoiled ones."),
    )
    unused = count_field(
        _l("Unused papers"),
        _l("Enter how many papers were not used. If there were none, enter 0."),
        _l("Blank papers you are taking back to the office."),
    )
    spoiled = count_field(
        _l("Spoiled papers"),
        _l("Enter how many papers were spoiled. If there were none, enter 0."),
        _l("Papers in the envelope for spoiled papers."),
    )
    taken_away = count_field(
        _l("Papers taken away"),
        _l("Enter how many papers were taken away. If there were none, enter 0."),
        _l("Papers a voter left with, instead of putting them in the session box."),
    )
    heads = WholeNumberField(
        _l("Voters counted"),
        _l("Enter how many voters were counted. If nobody voted, enter 0."),
        0,
        100_000,
        _l(
            "Someone who opens no ballots counts each person who votes, on a tablet or on paper. Helpers do not count. "
            "If nobody counted, leave this empty and explain why below."
        ),
        empty=True,
    )
    heads_counted_by = StringField(
        _l("Who counted the voters?"),
        description=_l("The name of the host, or of a facilitator who set up no tablet here."),
        validators=[at_most(100)],
    )
    read_to = _help_field(_l("Voters who had the ballot read to them"))
    marked_for = _help_field(_l("Voters who told someone what to mark"))
    companions = _help_field(_l("Voters who were helped by someone they brought"))
    seal = StringField(
        _l("Number on the seal of the session box"),
        description=_l(
            "Read it from the box. If no papers came to this session, leave this empty. If the box has no seal, explain why below."
        ),
        validators=[at_most(LONGEST_SEAL)],
    )
    reason = TextAreaField(_l("If the numbers do not add up, explain why"), validators=[at_most(500)])

    def __init__(self, voting_session: VotingSession, *, opened_by: Collection[str], **more: object) -> None:
        kept, known = heads_of(voting_session.id), facts_of_sessions(voting_session.id)[voting_session.id]
        values: dict[str, object] = {"heads": kept and kept.heads, "heads_counted_by": kept and kept.counted_by}
        if not (
            known.printed or known.lent_in or known.issued
        ):  # everybody voted on a tablet, so there is nothing to count
            values |= dict.fromkeys(PaperCounts.__dataclass_fields__, 0)
        super().__init__(data=values, **more)
        self.edits(account_as_edited(voting_session.id))
        self.known, self.opened_by, self.has_box = known, opened_by, voting_session.cancelled_at is None
        self.discrepancies: list[Sentence] = []

    def rests_on(self, name: str, theirs: Any) -> tuple[str, str]:
        """The number on the seal is told to nobody: they read it from the box."""
        assert name == "seal_before"
        return self.seal.label.text, _("another number than before") if theirs else _("None")

    @property
    def figures(self) -> PaperCounts:
        """The numbers that were typed."""
        return PaperCounts(**{name: self[name].data for name in PaperCounts.__dataclass_fields__})

    @property
    def heads_counted(self) -> Heads | None:
        """Who counted how many voters; None when nobody did."""
        return None if self.heads.data is None else Heads(self.heads.data, self.heads_counted_by.data or "")

    @property
    def help_given(self) -> HelpGiven:
        """How many voters had help, as it was typed."""
        return HelpGiven(**{name: self[name].data or 0 for name in HelpGiven.__dataclass_fields__})

    @property
    def many_off(self) -> int:
        """How many papers do not add up, where that is no slip."""
        return self.known.many_off(self.figures) if self.discrepancies else 0

    def validate_seal(self, field: StringField) -> None:
        if (
            self.has_box
            and self._has_figures
            and seal_is_missing(self.figures, field.data or "", self.reason.data or "")
        ):
            raise ValidationError(f"{SEAL_MISSING} {NO_SEAL}")

    @property
    def _has_figures(self) -> bool:
        return not any(self[name].errors or self[name].data is None for name in PaperCounts.__dataclass_fields__)

    def validate_heads_counted_by(self, field: StringField) -> None:
        if self.heads.errors:
            return
        if self.heads_counted is None and tidy(field.data or ""):
            self.heads.errors = [str(self.heads.wrong)]
            raise ValidationError(_("Enter a number above, or leave this empty."))
        if self.heads_counted and (sentence := head_counter_error(self.heads_counted.counted_by, self.opened_by)):
            raise ValidationError(sentence)

    def validate_reason(self, field: TextAreaField) -> None:
        if self.heads.errors or not self._has_figures:
            return
        self.discrepancies = self.known.discrepancies(self.figures, self.heads.data)
        if self.discrepancies and not tidy(field.data or ""):
            explain = _(
                "Count again. If you get the same numbers, explain why they do not add up. A second person "
                "will check this."
            )
            raise ValidationError(" ".join([*map(str, self.discrepancies), explain]))
