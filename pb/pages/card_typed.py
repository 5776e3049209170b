"""The code of a voting card or reply envelope that came into our hands, typed by staff: at a session's desk, at a kiosk, at
the paper desk.
"""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import ValidationError

from pb.codes import Slip, read_code
from pb.unicode_text import tidy
from pb.voting import queries
from pb.voting.models import VotingRight
from pb.voting.queries.post import request_of
from pb.voting.rules.post import NotANumber, read_number_on_envelope
from pb.web import rate_limits
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: What staff read about a card, by what is the matter with it; the last four are states of a right. It accuses nobody,
#: because cards get mixed up.
CARD = {
    "missing": _l("Enter the code printed on the card."),
    "slip": _l("This code is not right. Check each letter and number against the card."),
    "unknown": _l("We do not recognise this code. Check it, or ask the voter for a newer card."),
    "other round": _l("This card is for another round. Ask the voter for their newest card."),
    "cast": _l("A vote has already been cast with this code. Someone may have helped this person. Phone the office."),
    "exchanged": _l(
        "This card has already been handed in. Check that two cards have not been mixed up, or phone the office."
    ),
    "void": _l("This card has been cancelled. Ask the voter for a newer card, or phone the office."),
    "unused": _l("This card came back unused and was closed. Ask the voter for a newer card, or phone the office."),
}
_USED = _l(
    "This code has already been used. Do not open the envelope. Write ‘code already used’ on it and put it aside."
)
#: The same of a reply envelope.
_ENVELOPE = {
    "missing": _l("Enter the code printed on the envelope."),
    "slip": _l("This code is not right. Check each letter and number against the envelope."),
    "unknown": _l("We do not recognise this code. Check it. If it is right, do not open the envelope. Put it aside."),
    "other round": _l("This envelope is for another round. Do not open it. Put it aside."),
    "cast": _USED,
    "exchanged": _USED,
    "void": _l(
        "This code belongs to a card that was cancelled. Do not open the envelope. Write ‘card cancelled’ on it and put "
        "it aside."
    ),
    "unused": _l(
        "This code belongs to a card that came back unused and was closed. Do not open the envelope. Write ‘card closed’ "
        "on it and put it aside."
    ),
}


def right_of_card_typed(
    typed: str | None, round_id: int, *, needed: bool, limit_key: str | None, sentences: dict[str, Sentence] = CARD
) -> VotingRight | None:
    """What the code of a card or reply envelope gives that came into our hands; None when nothing was typed.

    ``needed``: nothing goes without a card. ``limit_key`` counts wrong codes for one account; None (a paired kiosk,
    opened by PIN) counts nothing. Refused (``ValidationError`` with ``sentences``): no code of ours, another round's, one
    that was used.
    """
    if not tidy(typed or ""):
        if needed:
            raise ValidationError(sentences["missing"])
        return None
    right = _right_of(typed or "", limit_key, sentences)
    if right.round_id != round_id:
        raise ValidationError(sentences["other round"])
    if right.status is not None:
        raise ValidationError(sentences[right.status])
    return right


def _right_of(typed: str, limit_key: str | None, sentences: dict[str, Sentence]) -> VotingRight:
    try:
        code = read_code(typed)
    except Slip as slip:
        raise ValidationError(sentences["slip"]) from slip
    try:
        right = rate_limits.tried(rate_limits.VOTING_CODES, limit_key, lambda: queries.right_of_code(code))
    except rate_limits.TooManyTries as wait:
        raise ValidationError(wait.message) from wait
    if right is None:
        raise ValidationError(sentences["unknown"])
    return right


class CardForm(FlaskForm):
    """The code of a card. ``right`` is what it gives; see ``right_of_card_typed``."""

    code = StringField(_l("Code on the card"))
    right: VotingRight | None = None
    sentences = CARD

    def __init__(self, round_id: int, *, needed: bool, limit_key: str, **more: object) -> None:
        super().__init__(**more)
        self.round_id, self.needed, self.limit_key = round_id, needed, limit_key

    def validate_code(self, field: StringField) -> None:
        self.right = right_of_card_typed(
            field.data, self.round_id, needed=self.needed, limit_key=self.limit_key, sentences=self.sentences
        )


#: Why an envelope is put aside of which this was said (a key of ``UNOPENED``); a slip of the key is no reason.
_ASIDE = {
    "cast": "used", "exchanged": "used", "void": "cancelled", "unused": "cancelled", "unknown": "unknown", "other round": "unknown",
}  # fmt: skip


class EnvelopeForm(CardForm):
    """The code on a reply envelope that came by post, or the number of the card on one that we had posted. ``aside``: why it
    is put aside, where it has to be.
    """

    sentences = _ENVELOPE
    aside = ""

    def validate_code(self, field: StringField) -> None:
        try:
            self._find(field)
        except ValidationError as refused:
            said = (key for key, sentence in _ENVELOPE.items() if str(sentence) == str(refused))
            self.aside = _ASIDE.get(next(said, ""), "")
            raise

    def _find(self, field: StringField) -> None:
        try:
            number = read_number_on_envelope(field.data or "")
        except NotANumber as slip:
            raise ValidationError(self.sentences["slip"]) from slip
        if number is None:
            super().validate_code(field)
            return
        request = request_of(self.round_id, number)
        came = request and request.sent and not request.alone  # with a card alone no envelope went out
        right = queries.right_of_card(self.round_id, number) if came else None
        if right is None:
            raise ValidationError(self.sentences["unknown"])
        if right.status is not None:
            raise ValidationError(self.sentences[right.status])
        self.right = right
