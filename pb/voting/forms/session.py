"""What facilitators type at a session: the code of a card that is handed in, the PINs of a kiosk."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from pb.codes import Slip, read_code
from pb.people.actions import matches
from pb.voting import queries
from pb.voting.actions.kiosks import pin_refused
from pb.voting.models import Kiosk, Right
from pb.web import tries

#: What staff read about a card that gives nothing any more. Nobody is accused: cards get mixed up.
GONE = {
    "cast": _l(
        "A vote has been cast with this code already. Somebody may have helped this person. Telephone the office."
    ),
    "exchanged": _l("This card was handed in before. Look whether two cards were mixed up, or telephone the office."),
    "void": _l("This card was replaced by a newer one. Ask the voter for the newer card."),
}


class CardForm(FlaskForm):
    """The code of a card or reply envelope that came into our hands. ``right`` is what it gives.

    ``needed``: nothing goes without a card. ``tried_by`` counts wrong codes for one account; None (a paired kiosk,
    opened by PIN) counts nothing.
    """

    code = StringField(_l("Code on the card"))
    right: Right | None = None

    def __init__(self, round_id: int, *, needed: bool, tried_by: str | None, **more: object) -> None:
        super().__init__(**more)
        self.round_id, self.needed, self.tried_by = round_id, needed, tried_by

    def validate_code(self, field: StringField) -> None:
        if not (field.data or "").strip():
            if self.needed:
                raise ValidationError(_("Type the code that is printed on the card."))
            return
        right = self._right_of(field.data)
        if right.round_id != self.round_id:
            raise ValidationError(_("This card belongs to another round. Ask for the newest card."))
        if right.became is not None:
            raise ValidationError(GONE[right.became])
        self.right = right

    def _right_of(self, typed: str) -> Right:
        try:
            code = read_code(typed)
        except Slip as slip:
            raise ValidationError(
                _("This is not quite a code. Check each letter and number against the card.")
            ) from slip
        if self.tried_by:
            tries.insist(tries.VOTING_CODES, self.tried_by)
        right = queries.right_of_code(code)
        if right is None:
            if self.tried_by:
                tries.failed(tries.VOTING_CODES, self.tried_by)
            raise ValidationError(_("We do not know this code. Check it, or ask the voter for a newer card."))
        return right


def _pin(label: str, hint: str) -> PasswordField:
    keyboard = {"inputmode": "numeric", "autocomplete": "off"}
    asked = [InputRequired(_l("Type the PIN.")), Length(max=12)]
    return PasswordField(label, description=hint, validators=asked, render_kw=keyboard)


class PairForm(FlaskForm):
    """A name for the device and its two PINs."""

    name = StringField(
        _l("What you call this device"),
        description=_l("For example: Tablet 1. It stands on the session's page."),
        validators=[InputRequired(_l("Give the device a short name.")), Length(max=40)],
    )
    next_pin = _pin(_l("PIN for the next voter"), _l("At least 4 numbers. You type it for each voter."))
    leave_pin = _pin(_l("PIN to end the kiosk"), _l("At least 4 other numbers. Only the team knows it."))

    def validate_leave_pin(self, field: PasswordField) -> None:
        if sentence := pin_refused(self.next_pin.data or "", field.data or ""):
            raise ValidationError(sentence)


class _PinOfKiosk(FlaskForm):
    """A PIN that is checked against the kiosk's. Wrong ones are counted for the device and ``purpose``: guesses at the
    page that ends the kiosk, which every voter can open, must not shut out the next voter."""

    purpose: str

    def __init__(self, kiosk: Kiosk, **more: object) -> None:
        super().__init__(**more)
        self.kiosk = kiosk

    def check(self, stored: str, typed: str) -> None:
        device = f"kiosk:{self.kiosk.id}:{self.purpose}"
        tries.insist(tries.PINS, device)
        if not matches(stored, typed):
            tries.failed(tries.PINS, device)
            raise ValidationError(_("This is not the right PIN. Try again, or ask another member of the team."))


class NextVoterForm(_PinOfKiosk, CardForm):
    """Begin the next visit: the facilitator's PIN, the voter's card where the round asks for one, help wanted or not."""

    purpose = "next"
    assisted = BooleanField(_l("This voter would like help"))
    again = BooleanField(_l("The last visit was closed before this voter had voted. Open it again without a card."))
    pin = _pin(_l("Facilitator's PIN"), _l("The PIN for the next voter."))
    code = StringField(_l("Code on the card"))  # again, so that it is looked at after the PIN

    def __init__(self, kiosk: Kiosk, round_id: int, *, entitlement: str, **more: object) -> None:
        CardForm.__init__(self, round_id, needed=False, tried_by=None, **more)
        self.kiosk = kiosk
        self.needed = entitlement == "code" and not self.again.data

    def validate_pin(self, field: PasswordField) -> None:
        self.check(self.kiosk.next_pin_hash, field.data)

    def validate_code(self, field: StringField) -> None:
        if not self.pin.errors:  # a code is looked up only for somebody who may open the kiosk
            super().validate_code(field)


class LeaveForm(_PinOfKiosk):
    """The leaving PIN."""

    purpose = "leave"
    pin = _pin(_l("PIN to end the kiosk"), _l("The second PIN, which only the team knows."))

    def validate_pin(self, field: PasswordField) -> None:
        self.check(self.kiosk.leave_pin_hash, field.data)
