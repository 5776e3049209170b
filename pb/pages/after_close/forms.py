"""Forms after the close: word sheets, the lot, a signature, a receipt to look up."""

from __future__ import annotations

import json

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from pb.pages.code_again import HINT, AsksForCode
from pb.results.rules.lots import digits_error, read_digits
from pb.results.rules.recounts import read_awards
from pb.voting.rules.ballot_keys import NotTheKey, from_sheets, slip_in
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l


class OpenBoxForm(AsksForCode):
    """Opening the box. Without words the key of the folder opens it.

    ``aside``: the numbers that the page showed, where votes have to be set aside; the second person then signs in here.
    """

    also = ("second_code",)
    aside = HiddenField(validators=[at_most(500)])
    second_name = StringField(_l("The second person’s sign-in name"), validators=[at_most(120)])
    second_password = PasswordField(_l("The second person’s password"), validators=[at_most(200)])
    second_code = StringField(_l("The second person’s security code"), description=HINT, validators=[at_most(40)])

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers that both people have seen, by reason."""
        try:
            shown = json.loads(self.aside.data or "{}")
        except ValueError:
            return {}
        return shown if isinstance(shown, dict) else {}


class WordSheetsForm(OpenBoxForm):
    """The words of two sheets (custody "shares"), or of the recovery sheet alone. They are checked here, never kept."""

    first_sheet = TextAreaField(_l("Words from the first sheet"), validators=[at_most(2000)])
    second_sheet = TextAreaField(_l("Words from the second sheet"), validators=[at_most(2000)])

    def __init__(self, public_key: str, sheets: int) -> None:
        super().__init__()
        self.public_key = public_key
        if sheets == 1:
            del self.second_sheet
            self.first_sheet.label.text = _("Words from the recovery sheet")

    @property
    def mnemonics(self) -> list[str]:
        """What was typed, a text for each sheet."""
        return [field.data or "" for field in (self.first_sheet, getattr(self, "second_sheet", None)) if field]

    def validate_first_sheet(self, field: TextAreaField) -> None:
        if not all(mnemonic.strip() for mnemonic in self.mnemonics):
            raise ValidationError(_("Enter the words from each sheet."))
        if slip := slip_in(field.data or ""):
            raise ValidationError(slip)
        if any(slip_in(each) for each in self.mnemonics):
            return  # said at the other sheet
        try:
            from_sheets(self.mnemonics, self.public_key)
        except NotTheKey as wrong:
            raise ValidationError(str(wrong)) from wrong

    def validate_second_sheet(self, field: TextAreaField) -> None:
        if (field.data or "").strip() and (slip := slip_in(field.data or "")):
            raise ValidationError(slip)


class LotForm(FlaskForm):
    """The digits of the lot."""

    digits = StringField(
        _l("Digits of the lot, in the order they came"),
        description=_l("Enter at least 20 digits. You can put spaces between them."),
        validators=[InputRequired(_l("Enter the digits of the lot."))],
    )

    def validate_digits(self, field: StringField) -> None:
        if sentence := digits_error(read_digits(field.data)):
            raise ValidationError(sentence)


class RecountForm(FlaskForm):
    """What the second program printed, and the password of who ran it. ``awards``: pence by number, once it holds."""

    printed = TextAreaField(
        _l("What the program printed"),
        description=_l("Copy all of it, one line for each file. It begins with { and ends with }."),
        validators=[InputRequired(_l("Enter what the program printed.")), at_most(20_000)],
    )
    password = PasswordField(_l("Your password"), validators=[InputRequired(_l("Enter your password.")), at_most(200)])

    @property
    def awards(self) -> dict[str, int]:
        return read_awards(self.printed.data or "") or {}

    def validate_printed(self, field: TextAreaField) -> None:
        if read_awards(field.data or "") is None:
            raise ValidationError(_("This is not what the program prints. Copy the whole line, from { to }."))


class SignForm(AsksForCode):
    """A signature: the hash of the count that was shown, and the signer's password."""

    outcome_hash = HiddenField(validators=[InputRequired()])
    password = PasswordField(_l("Your password"), validators=[InputRequired(_l("Enter your password.")), at_most(200)])
