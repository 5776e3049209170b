"""What is typed on a kiosk: its PINs, and the code of a voter's card."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import ValidationError

from pb.pages.card_typed import right_of_card_typed
from pb.passwords import verify_password
from pb.voting import actions, queries
from pb.voting.models import Kiosk, VotingRight
from pb.voting.rules.pins import LONGEST
from pb.voting.rules.screen_size import screen_error
from pb.voting.rules.sentences import (
    ENTER_PIN_FOR_NEXT_VOTER,
    ENTER_PIN_TO_END,
    FIRST_PIN,
    PIN_FOR_NEXT_VOTER,
    PIN_TO_END,
    WRONG_PIN,
)
from pb.web import rate_limits
from pb.web.fields import pin_field
from pb.words import lazy_gettext as _l


class _PinOfKiosk(FlaskForm):
    """A PIN that is checked against the kiosk's. Wrong ones are counted for the device and ``purpose``: guesses at the
    page that ends the kiosk, which every voter can open, must not shut out the next voter. The desk of the session
    shows how many there were, and unlocks the kiosk."""

    purpose: actions.Purpose

    def __init__(self, kiosk: Kiosk, **more: object) -> None:
        super().__init__(**more)
        self.kiosk = kiosk

    def check(self, stored: str, typed: str) -> None:
        try:
            is_right = rate_limits.tried(
                rate_limits.PINS,
                rate_limits.pins_of(self.kiosk.id, self.purpose),
                lambda: self._look(stored, typed),
            )
        except rate_limits.TooManyTries as wait:
            raise ValidationError(wait.message) from wait
        except actions.KioskLocked as locked:
            raise ValidationError(f"{locked.sentence} {locked.next_step}") from locked
        if not is_right:
            raise ValidationError(str(WRONG_PIN))

    def _look(self, stored: str, typed: str) -> bool:
        actions.spend_pin(self.kiosk, self.purpose)
        is_right = verify_password(stored, typed)
        if is_right:
            actions.pin_was_right(self.kiosk, self.purpose)
        return is_right


class NextVoterForm(_PinOfKiosk):
    """Begin the next turn: the facilitator's PIN, the voter's card where the round asks for one, help wanted or
    not. ``right`` is what the card gives.
    """

    purpose = "next"
    assisted = BooleanField(_l("This voter would like help"))
    again = BooleanField(_l("The last ballot was closed before this voter had voted. Open it again without a card."))
    pin = pin_field(
        PIN_FOR_NEXT_VOTER,
        ENTER_PIN_FOR_NEXT_VOTER,
        FIRST_PIN,
        LONGEST,
    )
    code = StringField(_l("Code on the card"))  # below the PIN, so that it is looked at after it
    right: VotingRight | None = None

    def __init__(self, kiosk: Kiosk, round_id: int, *, entitlement: str, **more: object) -> None:
        super().__init__(kiosk, **more)
        self.round_id = round_id
        self.needed = entitlement == "code" and not self.again.data

    def validate_pin(self, field: PasswordField) -> None:
        self.check(self.kiosk.next_pin_hash, field.data)

    def validate_code(self, field: StringField) -> None:
        if not self.pin.errors:  # a code is looked up only for somebody who may open the kiosk
            self.right = right_of_card_typed(field.data, self.round_id, needed=self.needed, limit_key=None)


class LeaveForm(_PinOfKiosk):
    """The leaving PIN."""

    purpose = "leave"
    pin = pin_field(
        PIN_TO_END,
        ENTER_PIN_TO_END,
        _l("The second PIN, which only the team knows."),
        LONGEST,
    )

    def validate_pin(self, field: PasswordField) -> None:
        self.check(self.kiosk.leave_pin_hash, field.data)


class MeasureForm(_PinOfKiosk):
    """How large the screen shows the drawn card, as the script has measured it. Once a voter was there it takes the
    facilitator's PIN: nobody makes the letters small for whoever comes next.
    """

    purpose = "next"
    px_per_metre = HiddenField()
    pin = pin_field(
        PIN_FOR_NEXT_VOTER,
        ENTER_PIN_FOR_NEXT_VOTER,
        FIRST_PIN,
        LONGEST,
    )

    def __init__(self, kiosk: Kiosk, **more: object) -> None:
        super().__init__(kiosk, **more)
        if not queries.has_opened_a_ballot(kiosk.id):
            del self.pin

    @property
    def measured(self) -> int:
        """Pixels of CSS to a metre; 0 where nothing was measured."""
        sent = self.px_per_metre.data or ""
        return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 6 else 0

    def validate_px_per_metre(self, _field: HiddenField) -> None:
        if sentence := screen_error(self.measured):
            raise ValidationError(sentence)

    def validate_pin(self, field: PasswordField) -> None:
        if not self.px_per_metre.errors:
            self.check(self.kiosk.next_pin_hash, field.data)
