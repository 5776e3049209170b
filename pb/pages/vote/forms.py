"""What a voter types or ticks before the ballot."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, ValidationError

from pb.codes import Slip, read_code
from pb.pages.vote.caller_words import (
    CALLERS_CODE,
    CALLERS_SLIP,
    CALLERS_UNKNOWN_CODE,
    ENTER_THE_CALLERS_CODE,
    to_the_helper,
)
from pb.voting import queries
from pb.voting.models import VotingRight
from pb.voting.rules.sentences import NOT_RELEASED_YET, PHONE_ABOUT_THE_CARD
from pb.voting.rules.spent_rights import why_spent
from pb.web import rate_limits
from pb.words import Sentence
from pb.words import lazy_gettext as _l

_SLIP = _l("This voting code is not right. Check each letter and number against your card, and try again.")
_UNKNOWN = _l("We do not recognise this code. Check it against your newest card, or phone us.")


class CodeForm(FlaskForm):
    """The voting code from a card or letter. A slip of the finger is told from a wrong code and never counted as a try.

    ``right`` is what a good code gives. ``spent``: the code is one of ours, and something was made of it already.
    """

    code = StringField(
        _l("Your voting code"), validators=[InputRequired(_l("Enter the code from your card or letter."))]
    )
    right: VotingRight
    spent = False
    slip, unknown = _SLIP, _UNKNOWN

    def validate_code(self, field: StringField) -> None:
        try:
            code = read_code(field.data)
        except Slip as slip:
            raise ValidationError(str(self.slip)) from slip
        try:
            right = rate_limits.tried(
                rate_limits.VOTING_CODES, rate_limits.address(), lambda: queries.right_of_code(code)
            )
        except rate_limits.TooManyTries as wait:
            raise ValidationError(wait.message) from wait
        if right is None:
            raise ValidationError(str(self.unknown))
        if right.status is not None:
            self.spent = True
            raise ValidationError(self.said(*why_spent(right.kind, right.status)))
        if not queries.is_released(right):
            raise ValidationError(self.said(NOT_RELEASED_YET, PHONE_ABOUT_THE_CARD))
        self.right = right

    @staticmethod
    def said(*sentences: Sentence) -> str:
        """What is wrong, in words for who types the code."""
        return " ".join(map(str, sentences))


class CallersCodeForm(CodeForm):
    """The same for staff who vote for somebody on the phone: errors say what to ask the caller."""

    slip, unknown = CALLERS_SLIP, CALLERS_UNKNOWN_CODE
    code = StringField(CALLERS_CODE, validators=[InputRequired(ENTER_THE_CALLERS_CODE)])

    @staticmethod
    def said(*sentences: Sentence) -> str:
        return " ".join(str(to_the_helper(each)) for each in sentences)


class DeclarationForm(FlaskForm):
    """The voter says that they may vote: age and area, in the round's own words."""

    declared = BooleanField(
        _l("Yes, this is true for me"),
        validators=[
            InputRequired(_l("Tick the box if this is true for you. If it is not, you cannot vote in this round."))
        ],
    )
